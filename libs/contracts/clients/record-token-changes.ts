import { z } from 'zod';
import { actor } from '../actor.js';
import { AUDIT_ACTIONS, type AuditAction } from '../audit-actions.js';
import { defineRequest } from '../define-request.js';

function change<const Action extends AuditAction>(action: Action) {
  const state: (typeof AUDIT_ACTIONS)[Action]['state'] = AUDIT_ACTIONS[action].state;
  return z.object({
    /** A change that comes again counts once. */
    event_id: z.uuid(),
    actor,
    action: z.literal(action),
    subject_id: z.string(),
    request_id: z.string(),
    before: state.optional(),
    after: state.optional(),
  });
}

/** What the token service changed of who may enter. */
export const tokenChange = z.discriminatedUnion('action', [
  change('administrator.signed_out'),
  change('signing_key.created'),
  change('signing_key.rotation_requested'),
  change('signing_key.status_changed'),
  change('token.revoked'),
]);
export type TokenChange = z.output<typeof tokenChange>;

/** The token service asks for its changes to be written into the audit log, until it hears that they are. */
export const recordTokenChanges = defineRequest({
  subject: 'clients.record-token-changes',
  askedBy: ['tokens'],
  request: z.object({ changes: z.array(tokenChange).max(100) }),
  reply: z.object({}),
});
