import { ActionIcon, Button, VisuallyHidden } from '@mantine/core';
import { mdiCheck, mdiClose, mdiContentCopy } from '@mdi/js';
import { Icon } from './icon.js';
import { Hint } from './hint.js';
import { useCopying } from './use-copying.js';

const OUTCOMES = {
  copied: { icon: mdiCheck, color: 'gate', said: 'Copied' },
  failed: { icon: mdiClose, color: 'red', said: 'Not copied: select it and copy it yourself' },
};
const BEFORE = { icon: mdiContentCopy, color: 'gray', said: 'Copy' };

interface Props {
  readonly text: string;
  /** What is copied, as in "Copy client ID". */
  readonly what: string;
  readonly onCopied?: () => void;
  /** Says so on the button, where it is what one has come for. */
  readonly labelled?: boolean;
}

/** Copies `text`, and says whether it did. */
export function CopyButton({ text, what, onCopied, labelled = false }: Props) {
  const { outcome, copy } = useCopying(text, onCopied);
  const { icon, color, said } = outcome ? OUTCOMES[outcome] : BEFORE;
  return (
    <>
      {labelled ? (
        <Button
          variant="default"
          leftSection={<Icon path={icon} size={16} />}
          aria-label={`Copy ${what}`}
          onClick={() => void copy()}
        >
          {outcome === 'failed' ? 'Not copied' : said}
        </Button>
      ) : (
        <Hint text={said} shown={outcome !== undefined}>
          {() => (
            <ActionIcon
              variant="subtle"
              color={color}
              aria-label={`Copy ${what}`}
              onClick={() => void copy()}
            >
              <Icon path={icon} size={16} />
            </ActionIcon>
          )}
        </Hint>
      )}
      <VisuallyHidden role="status">{outcome && said}</VisuallyHidden>
    </>
  );
}
