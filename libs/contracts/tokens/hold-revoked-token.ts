import { z } from 'zod';
import { defineRequest } from '../define-request.js';

/** A token that is revoked, or by its `sid` a session with all of its tokens, and when it would have expired: seconds since the epoch. */
const revokedToken = z.object({ jti: z.string(), exp: z.int() });
export type RevokedToken = z.output<typeof revokedToken>;

/**
 * Asked by a replica that has revoked a token and cannot tell Redis: every other may still answer from there, so
 * one that reaches it has to put the token in.
 */
export const holdRevokedToken = defineRequest({
  subject: 'tokens.hold-revoked-token',
  askedBy: ['tokens'],
  request: revokedToken,
  reply: z.object({}),
  everyReplica: true,
});
