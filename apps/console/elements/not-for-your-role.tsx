import { mdiLockOutline } from '@mdi/js';
import { NothingHere } from './nothing-here.js';

interface Props {
  /** In the plural. */
  readonly what: string;
  /** What one may not do with them. */
  readonly doing?: 'see' | 'add';
}

/** In place of what the API refuses to a role. */
export function NotForYourRole({ what, doing = 'see' }: Props) {
  return (
    <NothingHere
      icon={mdiLockOutline}
      title="Not for your role"
      text={`Your role may not ${doing} ${what}. Ask an administrator.`}
    />
  );
}
