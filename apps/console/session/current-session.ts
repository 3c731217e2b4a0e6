import { session, type Session } from '@postern/contracts';
import { queryOptions } from '@tanstack/react-query';
import { ApiError } from '../api/api-error.js';
import { queryClient } from '../api/query-client.js';
import { send } from '../api/send.js';

/** The session of whoever signed in; null for nobody. It changes by what is done here alone. */
export const sessionQuery = queryOptions<Session | null>({
  queryKey: ['session'],
  queryFn: ({ signal }) => readSession(signal),
  staleTime: Infinity,
  gcTime: Infinity,
});

export function currentSession(): Session | null | undefined {
  return queryClient.getQueryData<Session | null>(sessionQuery.queryKey);
}

export function setSession(next: Session | null): void {
  queryClient.setQueryData(sessionQuery.queryKey, next);
}

export async function readSession(signal?: AbortSignal): Promise<Session | null> {
  try {
    return await send({ method: 'GET', path: '/session', reply: session, signal });
  } catch (error) {
    if (isSessionOver(error)) return null;
    throw error;
  }
}

export function isSessionOver(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'missing_token' || error.code === 'invalid_token');
}
