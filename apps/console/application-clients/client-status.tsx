import type { ApplicationClient } from '@postern/contracts';
import classes from './client-status.module.css';

interface Props {
  readonly status: ApplicationClient['status'];
}

const WORDS = { active: 'Active', disabled: 'Disabled' };

/** Whether a client gets tokens; in colour and in words. */
export function ClientStatus({ status }: Props) {
  return (
    <span className={classes['status']} data-status={status}>
      {WORDS[status]}
    </span>
  );
}
