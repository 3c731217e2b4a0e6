import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { IconCheck, IconCopy, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { copyText } from './copy-text.js';
import { Hint } from './hint.js';

const SHOWN_MS = 2_000;

const OUTCOMES = {
  copied: { icon: IconCheck, color: 'gate', said: 'Copied' },
  failed: { icon: IconX, color: 'red', said: 'Not copied: select it and copy it yourself' },
};

interface Props {
  readonly text: string;
  /** What is copied, as in "Copy client ID". */
  readonly what: string;
  readonly onCopied?: () => void;
}

/** Copies `text`, and says whether it did. */
export function CopyButton({ text, what, onCopied }: Props) {
  const [outcome, setOutcome] = useState<keyof typeof OUTCOMES>();
  const { start } = useTimeout(() => setOutcome(undefined), SHOWN_MS);

  async function copy(): Promise<void> {
    const isCopied = await copyText(text);
    setOutcome(isCopied ? 'copied' : 'failed');
    if (isCopied) onCopied?.();
    start();
  }

  const {
    icon: Picture,
    color,
    said,
  } = outcome ? OUTCOMES[outcome] : { icon: IconCopy, color: 'gray', said: 'Copy' };
  return (
    <>
      <Hint text={said} shown={outcome !== undefined}>
        {() => (
          <ActionIcon variant="subtle" color={color} aria-label={`Copy ${what}`} onClick={() => void copy()}>
            <Picture size={16} />
          </ActionIcon>
        )}
      </Hint>
      <VisuallyHidden role="status">{outcome && said}</VisuallyHidden>
    </>
  );
}
