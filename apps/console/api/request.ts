import type { z } from 'zod';
import { currentSession, isSessionOver, readSession, setSession } from '../session/current-session.js';
import { ApiError } from './api-error.js';
import { send, type Call } from './send.js';
import { signInGate } from './sign-in-gate.js';

/**
 * A request in the name of whoever signed in. Where the session is over it waits until there is one again, and is
 * sent once more.
 *
 * @throws ApiError
 */
export async function request<Reply extends z.ZodType>(call: Call<Reply>): Promise<z.output<Reply>> {
  const csrfToken = currentSession()?.csrf_token;
  try {
    return await send(call, csrfToken);
  } catch (error) {
    if (!(await hasSessionAgain(error, csrfToken))) throw error;
    call.signal?.throwIfAborted();
    return send(call, currentSession()?.csrf_token);
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
