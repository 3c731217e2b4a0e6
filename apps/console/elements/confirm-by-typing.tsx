import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Dialog } from './dialog.js';
import { ProblemDisplay } from './problem-display.js';

interface Props {
  readonly opened: boolean;
  readonly title: string;
  /** What is to be typed: the name of the thing that ends. */
  readonly name: string;
  /** On the button that does it: `Delete application client`. */
  readonly action: string;
  readonly busy: boolean;
  /** Why it failed, where it did. */
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What ends with it. */
  readonly children: ReactNode;
}

/** Asks for the name of what is to end, so that nothing ends by one click. */
export function ConfirmByTyping(props: Props) {
  const { opened, title, name, action, busy, error, onConfirm, onClose, children } = props;
  const [typed, setTyped] = useState('');
  const [wasOpened, setWasOpened] = useState(opened);
  if (wasOpened !== opened) {
    setWasOpened(opened);
    setTyped('');
  }
  const isRight = typed.trim() === name;

  return (
    <Dialog opened={opened} title={title} onClose={onClose} busy={busy}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isRight && !busy) onConfirm();
        }}
      >
        <Stack>
          {children}
          <TextInput
            label={
              <>
                Type{' '}
                <Text span inherit fw={700}>
                  {name}
                </Text>{' '}
                to confirm
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
          {error != null && <ProblemDisplay error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={busy}>
              Cancel
            </Button>
            <Button type="submit" color="red" disabled={!isRight} loading={busy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
