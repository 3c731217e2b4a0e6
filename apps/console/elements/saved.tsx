import { Alert } from '@mantine/core';

/** Beside the button that saves: that it did. It is read out. */
export function Saved({ when }: { readonly when: boolean }) {
  return (
    <div role="status">
      {when && (
        <Alert p="xs" color="gate">
          Saved.
        </Alert>
      )}
    </div>
  );
}
