import { Text } from '@mantine/core';
import { LeaveGuard } from './leave-guard.js';

/** While it is there, what was typed in is not lost by a click. */
export function UnsavedChanges() {
  return (
    <LeaveGuard title="Leave without saving?" leave="Discard changes">
      <Text size="sm">What you have typed in is not saved.</Text>
    </LeaveGuard>
  );
}
