import { SIGNING_ALGORITHMS } from '@postern/oauth';
import { z } from 'zod';
import { timestamp } from '../texts.js';

/** Where a signing key is on its way. */
export const signingKeyState = z.object({
  algorithm: z.enum(SIGNING_ALGORITHMS),
  status: z.enum(['pending', 'active', 'retiring', 'retired']).meta({ id: 'SigningKeyStatus' }),
  status_since: timestamp,
  status_until: timestamp
    .nullable()
    .describe(
      'Of a pending key when it signs at the earliest, of a retiring one when it leaves the key set.',
    ),
  rotation_requested: z.boolean().describe('Whether it is to be replaced before its time.'),
});

/** What may be known of a signing key. */
export const signingKeyFacts = signingKeyState
  .extend({
    kid: z.string().describe('JWK thumbprint of the public key (RFC 7638).'),
    created_at: timestamp,
  })
  .meta({ id: 'SigningKey' });
export type SigningKeyFacts = z.output<typeof signingKeyFacts>;
