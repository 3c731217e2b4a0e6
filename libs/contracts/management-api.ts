/** The audience of tokens for the management API. */
export const MANAGEMENT_AUDIENCE = 'urn:postern:management';

/** Scopes of the management API, with what each allows. */
export const MANAGEMENT_SCOPES = {
  'clients:read': 'Read application clients',
  'clients:write':
    'Create, change and delete application clients, grant them anything, and so control the whole system',
  'apis:read': 'Read APIs',
  'apis:write': 'Create, change and delete APIs; with force, take grants on them from clients',
  'administrators:read': 'Read who may sign in to the console',
  'administrators:write': 'Create, change and delete administrators, and reset their passwords',
  'audit:read': 'Read audit events',
  'signing-keys:read': 'Read what there is to know of signing keys',
  'signing-keys:write': 'Replace the signing key before its time',
  'tokens:introspect': 'Introspect the tokens of every client',
} as const;

export type ManagementScope = keyof typeof MANAGEMENT_SCOPES;

export function isManagementScope(scope: string): scope is ManagementScope {
  return Object.hasOwn(MANAGEMENT_SCOPES, scope);
}
