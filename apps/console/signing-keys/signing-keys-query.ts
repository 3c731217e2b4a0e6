import { listSigningKeys, type SigningKeyFacts } from '@postern/contracts';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/request.js';

/** How often one looks while something is about to happen. */
const WATCH_MS = 3_000;

/** The keys of the key set. While a rotation is under way they are read again and again. */
export const signingKeysQuery = queryOptions({
  queryKey: ['signing-keys'],
  queryFn: async ({ signal }) => {
    const { data } = await request({
      method: 'GET',
      path: '/v1/signing-keys',
      reply: listSigningKeys.reply,
      signal,
    });
    return data;
  },
  refetchInterval: ({ state }) => (state.data && rotationOf(state.data) ? WATCH_MS : false),
});

/** A rotation that has begun, or is to begin. */
export interface Rotation {
  /** The key that signs until then. */
  readonly active: SigningKeyFacts | undefined;
  /** The one that takes over; absent until it is made. */
  readonly pending: SigningKeyFacts | undefined;
}

/** The rotation that is under way; `undefined` where none is. */
export function rotationOf(keys: readonly SigningKeyFacts[]): Rotation | undefined {
  const active = keys.find(({ status }) => status === 'active');
  const pending = keys.find(({ status }) => status === 'pending');
  return pending !== undefined || active?.rotation_requested ? { active, pending } : undefined;
}
