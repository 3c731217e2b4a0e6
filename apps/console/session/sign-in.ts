import { session, type credentials, type passwordChange, type Session } from '@postern/contracts';
import type { z } from 'zod';
import { nothing } from '../api/nothing.js';
import { send } from '../api/send.js';

/** @throws ApiError `wrong_credentials`, `too_many_requests` */
export function signIn(body: z.output<typeof credentials>): Promise<Session> {
  return send({ method: 'POST', path: '/session', body, reply: session });
}

/** Chooses another password, which ends every session, and begins a new one with it. */
export async function signInAnew(
  { administrator, csrf_token }: Session,
  change: z.output<typeof passwordChange>,
): Promise<Session> {
  await send({ method: 'PUT', path: '/session/password', body: change, reply: nothing }, csrf_token);
  return signIn({ email: administrator.email, password: change.new_password });
}
