import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from './dialog.js';
import { ProblemDisplay } from './problem-display.js';

interface Props {
  readonly opened: boolean;
  readonly title: string;
  /** On the button that does it: `Remove secret`. */
  readonly action: string;
  readonly busy: boolean;
  /** Why it failed, where it did. */
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What ends with it. */
  readonly children: ReactNode;
}

/** Asks before something ends that can be made anew. `ConfirmByTyping` asks before what cannot. */
export function Confirm({ opened, title, action, busy, error, onConfirm, onClose, children }: Props) {
  return (
    <Dialog opened={opened} title={title} onClose={onClose} busy={busy}>
      <Stack>
        {children}
        {error != null && <ProblemDisplay error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>
            Cancel
          </Button>
          <Button color="red" loading={busy} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
