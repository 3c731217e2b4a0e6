import { z } from 'zod';
import { applicationClient } from '../application-client.js';
import { timestamp } from '../texts.js';
import { defineRequest } from '../define-request.js';
import { tokenSubject } from './token-subject.js';

/** What the token service needs of a client, and no more. */
export const clientRecord = applicationClient
  .pick({
    status: true,
    scopes: true,
    token_lifetime_seconds: true,
    resource_server_for: true,
    token_endpoint_auth_method: true,
    jwks: true,
    jwks_uri: true,
    allowed_addresses: true,
    version: true,
  })
  .extend({
    client_id: tokenSubject,
    grants: z.array(
      z.object({
        audience: z.string(),
        scopes: z.array(z.string()),
        /** Scopes that the API has and the client has not. */
        withheld: z.array(z.string()),
        token_lifetime_seconds: z.int(),
        /** Version of the client since which this grant stands; tokens of earlier versions are not for this API. */
        since: z.int().positive(),
      }),
    ),
    /** Version of the client since which its tokens count; those of earlier versions are inactive. */
    tokens_since: z.int().positive(),
    /** The same for the management API alone: the version in which the client last had no scope of it any more. */
    management_since: z.int().positive(),
    secrets: z.array(
      z.object({
        secret_id: z.string(),
        /** argon2id, encoded form with parameters and salt. */
        hash: z.string(),
        /** Last four characters; other secrets are refused without argon2. */
        hint: z.string(),
        expires_at: timestamp.nullable(),
      }),
    ),
  });
export type ClientRecord = z.output<typeof clientRecord>;

export const findClientRecord = defineRequest({
  subject: 'clients.find-record',
  askedBy: ['tokens'],
  request: z.object({ client_id: tokenSubject }),
  /** `null`: there is no such client. */
  reply: z.object({ record: clientRecord.nullable() }),
});
