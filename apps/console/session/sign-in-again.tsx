import { lazy, Suspense, useSyncExternalStore } from 'react';
import { signInGate } from '../api/sign-in-gate.js';

const SignInDialog = lazy(() => import('./sign-in-dialog.js'));

/** Asks to sign in again where something waits for it. */
export function SignInAgain() {
  const isAwaited = useSyncExternalStore(signInGate.watch, signInGate.isAwaited);
  return <Suspense>{isAwaited && <SignInDialog />}</Suspense>;
}
