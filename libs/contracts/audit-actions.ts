import { z } from 'zod';
import { administrator } from './administrators/administrator.js';
import { api } from './apis/api.js';
import { applicationClient } from './application-client.js';
import { secretFacts } from './clients/secret-facts.js';
import { timestamp } from './texts.js';
import { signingKeyState } from './tokens/signing-key.js';

const administratorState = administrator.omit({ last_signed_in_at: true });
const sessionState = z.object({ session_id: z.string(), signed_in_at: timestamp, signed_out_at: timestamp });
const apiState = api.omit({ granted_clients: true, resource_servers: true });
const secrets = z.object({ version: z.int(), secrets: z.array(secretFacts) });
const revokedToken = z.object({ client_id: z.string(), revoked_at: timestamp, expires_at: timestamp });

/**
 * Every action in the audit log, with the type of the thing that it is done to, and with what is kept of that thing
 * before and after. That is a whitelist, and has no place for a secret. A name never changes once published.
 */
export const AUDIT_ACTIONS = {
  'administrator.created': { subject: 'administrator', state: administratorState },
  'administrator.deleted': { subject: 'administrator', state: administratorState },
  'administrator.password_changed': { subject: 'administrator', state: administratorState },
  'administrator.password_reset': { subject: 'administrator', state: administratorState },
  'administrator.signed_in': { subject: 'administrator', state: administratorState },
  'administrator.signed_out': { subject: 'administrator', state: sessionState },
  'administrator.updated': { subject: 'administrator', state: administratorState },
  'api.created': { subject: 'api', state: apiState },
  'api.deleted': { subject: 'api', state: apiState },
  'api.updated': { subject: 'api', state: apiState },
  'application_client.created': { subject: 'application_client', state: applicationClient },
  'application_client.deleted': { subject: 'application_client', state: applicationClient },
  'application_client.tokens_revoked': { subject: 'application_client', state: applicationClient },
  'application_client.updated': { subject: 'application_client', state: applicationClient },
  'client_secret.added': { subject: 'application_client', state: secrets },
  'client_secret.deleted': { subject: 'application_client', state: secrets },
  'signing_key.created': { subject: 'signing_key', state: signingKeyState },
  'signing_key.rotation_requested': { subject: 'signing_key', state: signingKeyState },
  'signing_key.status_changed': { subject: 'signing_key', state: signingKeyState },
  'token.revoked': { subject: 'token', state: revokedToken },
} as const satisfies Record<string, { subject: string; state: z.ZodObject }>;
export type AuditAction = keyof typeof AUDIT_ACTIONS;

export function isAuditAction(action: string): action is AuditAction {
  return Object.hasOwn(AUDIT_ACTIONS, action);
}

/** What the audit log keeps of a thing. */
export type AuditedState = z.output<(typeof AUDIT_ACTIONS)[AuditAction]['state']>;
