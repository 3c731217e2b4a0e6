import { Modal } from '@mantine/core';
import { useEffect, useEffectEvent, useState, useSyncExternalStore, type ReactNode } from 'react';
import { signInGate } from '../api/sign-in-gate.js';

interface Props {
  readonly opened: boolean;
  readonly title: string;
  readonly onClose: () => void;
  /** While it is busy it stays. */
  readonly busy?: boolean;
  /** How wide it may be. */
  readonly size?: 'md' | 'lg';
  readonly children: ReactNode;
}

/** A dialog over the page. It leaves the keyboard to the sign-in where that comes over it. */
export function Dialog({ opened, title, onClose, busy = false, size = 'md', children }: Props) {
  useFocusGivenBack(opened);
  const isCovered = useSyncExternalStore(signInGate.watch, signInGate.isAwaited);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      centered
      trapFocus={!isCovered}
      closeOnEscape={!isCovered && !busy}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close', disabled: busy }}
      // It would pass for the head of the page.
      attributes={{ header: { role: 'none' } }}
    >
      {children}
    </Modal>
  );
}

/** Of a dialog that is closed by being taken away, Mantine does not give the focus back to what opened it. */
function useFocusGivenBack(opened: boolean): void {
  const [opener] = useState(() => document.activeElement);
  const giveBack = useEffectEvent(() => {
    if (!opened || !(opener instanceof HTMLElement)) return;
    // The dialog is gone from the page a moment later, and what had the focus in it.
    queueMicrotask(() => {
      if (document.activeElement === document.body) opener.focus({ preventScroll: true });
    });
  });
  useEffect(() => () => giveBack(), []);
}
