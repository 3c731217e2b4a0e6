import { Button, Group, Stack } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useBlocker, type Location } from 'react-router';
import { Dialog } from './dialog.js';

interface Props {
  readonly title: string;
  /** On the button that goes on. */
  readonly leave: string;
  /** What is lost by leaving. */
  readonly children: ReactNode;
}

/**
 * While it is there, whoever leaves the page is asked first: in a dialog on the way to another page of ours, by the
 * browser on the way out. Who goes on with a notice is not: what there was to do is done. One at a time; the router
 * asks no second one.
 */
export function LeaveGuard({ title, leave, children }: Props) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && !hasNotice(nextLocation),
  );

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);

  return (
    <Dialog opened={blocker.state === 'blocked'} title={title} onClose={() => blocker.reset?.()}>
      <Stack>
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {leave}
          </Button>
          <Button data-autofocus onClick={() => blocker.reset?.()}>
            Stay here
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function hasNotice({ state }: Location): boolean {
  return (state as { notice?: string } | null)?.notice !== undefined;
}
