import { mdiLockOutline } from '@mdi/js';
import { NothingHere } from './nothing-here.js';

interface Props {
  /** What one may not see. */
  readonly what: string;
}

/** In place of what the API does not show to a role. */
export function NotForYourRole({ what }: Props) {
  return (
    <NothingHere
      icon={mdiLockOutline}
      title="Not for your role"
      text={`Your role may not see ${what}. Ask an administrator.`}
    />
  );
}
