import { z } from 'zod';
import { timestamp } from '../texts.js';
import { clientId } from '../client-id.js';
import { defineEvent } from '../define-event.js';

const use = z.object({
  client_id: clientId,
  /** `null`: it was a key of the client. */
  secret_id: z.uuid().nullable(),
  used_at: timestamp,
});
export type SecretUse = z.output<typeof use>;

/**
 * Which clients and secrets were used lately, many at a time and each once a minute. It comes without an outbox: what a
 * replica has not reported yet is lost when it is killed.
 */
export const secretsUsed = defineEvent({
  subject: 'events.tokens.secrets-used',
  heardBy: ['clients'],
  payload: z.object({ uses: z.array(use).max(1_000) }),
  key: () => 'secrets-used',
});
