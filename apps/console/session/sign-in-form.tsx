import type { Session } from '@postern/contracts';
import { useState } from 'react';
import { ChoosePasswordForm } from './choose-password-form.js';
import { CredentialsForm } from './credentials-form.js';

interface Props {
  /** The only one who may sign in here; anybody where it is absent. */
  readonly email?: string;
  /** Whoever has signed in already, but still has to choose a password. */
  readonly begun?: Session;
  readonly onSignedIn: (session: Session) => void;
}

/** Asks for email and password, and for a password of one's own where somebody else knows this one. */
export function SignInForm({ email, begun, onSignedIn }: Props) {
  const [unfinished, setUnfinished] = useState(begun && { session: begun, password: '' });
  if (unfinished) return <ChoosePasswordForm {...unfinished} onSignedIn={onSignedIn} />;
  return (
    <CredentialsForm
      {...(email !== undefined && { email })}
      onSignedIn={(session, password) => {
        if (session.administrator.password_change_required) setUnfinished({ session, password });
        else onSignedIn(session);
      }}
    />
  );
}
