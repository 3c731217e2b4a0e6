import type { z } from 'zod';
import { currentSession, isSessionOver, readSession, setSession } from '../session/current-session.js';
import { ApiError } from './api-error.js';
import { send, type Call } from './send.js';
import { signInGate } from './sign-in-gate.js';

/**
 * A request in the name of whoever signed in.
 *
 * @throws ApiError
 */
export function request<Reply extends z.ZodType>(call: Call<Reply>): Promise<z.output<Reply>> {
  return inSession((csrfToken) => send(call, csrfToken), call.signal);
}

/** Asks with a session. Where it is over this waits until there is one again, and asks once more. */
export async function inSession<Answer>(
  ask: (csrfToken: string | undefined) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  const csrfToken = currentSession()?.csrf_token;
  try {
    return await ask(csrfToken);
  } catch (error) {
    if (!(await hasSessionAgain(error, csrfToken))) throw error;
    signal?.throwIfAborted();
    return ask(currentSession()?.csrf_token);
  }
}

async function hasSessionAgain(error: unknown, csrfToken: string | undefined): Promise<boolean> {
  if (isSessionOver(error)) {
    // Somebody may have signed in while this request was on its way.
    return currentSession()?.csrf_token !== csrfToken || signInGate.pass();
  }
  return error instanceof ApiError && error.code === 'cross_site' && hasNewProof(csrfToken);
}

/** Whether the same person signed in anew in another tab, so that another token proves it now. */
async function hasNewProof(csrfToken: string | undefined): Promise<boolean> {
  const before = currentSession()?.administrator.administrator_id;
  const session = await readSession();
  if (session?.administrator.administrator_id !== before || session?.csrf_token === csrfToken) return false;
  setSession(session ?? null);
  return true;
}
