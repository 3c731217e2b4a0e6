import { paths } from '../paths.js';

/** Why one is asked to sign in, as the address says it, and as the page does. */
export const REASONS = {
  'signed-out': 'You have signed out.',
  'password-changed': 'Your password is changed, and every session has ended. Sign in with the new one.',
  'account-deleted': 'Your account is deleted.',
} as const;

/** Loads the page anew for whoever comes next, so that nothing that was read stays in memory. */
export function leave(because: keyof typeof REASONS): void {
  window.location.replace(`${paths.signIn}?because=${because}`);
}
