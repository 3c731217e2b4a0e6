import { ROLE_SCOPES, type ClientRecord } from '@postern/contracts';
import type { AdministratorEntity } from './administrator.entity.js';

/**
 * An administrator as the token service sees them: a client with the scopes of their role, and without a secret or a key.
 * So sessions are given, but nothing authenticates with it. A password that somebody else has seen opens nothing.
 */
export function administratorRecord(entity: AdministratorEntity): ClientRecord {
  return {
    client_id: entity.administratorId,
    status: 'active',
    scopes: entity.passwordChangeRequired ? [] : [...ROLE_SCOPES[entity.role]],
    grants: [],
    token_lifetime_seconds: null,
    resource_server_for: null,
    token_endpoint_auth_method: 'client_secret_basic',
    jwks: null,
    jwks_uri: null,
    allowed_addresses: [],
    version: entity.version,
    tokens_since: entity.tokensSince,
    management_since: entity.tokensSince,
    secrets: [],
  };
}
