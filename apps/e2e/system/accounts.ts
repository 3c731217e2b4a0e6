import { randomBytes } from 'node:crypto';
import { ConsoleSession, type SignInCredentials } from './console-session.js';
import type { Postern } from './postern.js';

export interface Account extends SignInCredentials {
  readonly administrator_id: string;
}

export const newPassword = () => randomBytes(18).toString('base64url');

/** Somebody who may sign in, with a password that was made up for them. */
export async function inviteAdministrator(postern: Postern, role = 'administrator'): Promise<Account> {
  const email = `${randomBytes(6).toString('hex')}@example.org`;
  const json = { email, first_name: 'Ada', last_name: 'Lovelace', role };
  const answer = await postern.manageAt('/v1/administrators', 'POST', { json });
  if (answer.status !== 201) throw new Error(`No administrator: ${answer.status} ${answer.body}`);
  const { administrator_id, temporary_password: password } =
    answer.json<Record<'administrator_id' | 'temporary_password', string>>();
  return { administrator_id, email, password };
}

/** Somebody who has signed in once, and has chosen a password. */
export async function createAdministrator(postern: Postern, role?: string): Promise<Account> {
  const invited = await inviteAdministrator(postern, role);
  const session = await ConsoleSession.begin(postern, invited);
  const json = { current_password: invited.password, new_password: newPassword() };
  const answer = await session.ask('PUT', '/session/password', { json });
  if (answer.status !== 204) throw new Error(`No password: ${answer.status} ${answer.body}`);
  return { ...invited, password: json.new_password };
}
