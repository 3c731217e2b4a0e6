import { useTimeout } from '@mantine/hooks';
import { useState } from 'react';
import { copyText } from './copy-text.js';

const SHOWN_MS = 2_000;

export type CopyOutcome = 'copied' | 'failed';

/** Copies `text`, and tells for a while whether it did. */
export function useCopying(text: string, onCopied?: () => void) {
  const [outcome, setOutcome] = useState<CopyOutcome>();
  const { start } = useTimeout(() => setOutcome(undefined), SHOWN_MS);

  async function copy(): Promise<void> {
    const isCopied = await copyText(text);
    setOutcome(isCopied ? 'copied' : 'failed');
    if (isCopied) onCopied?.();
    start();
  }

  return { outcome, copy };
}
