import { newApplicationClient, type ApplicationClient, type NewApplicationClient } from '@postern/contracts';
import { accessOf, grantedBy, type Access } from '../access/access.js';

/** What can be set of a client, as it stands in the inputs. */
export type ClientValues = {
  name: string;
  description: string;
  access: readonly Access[];
  /** NaN while it is no number. */
  token_lifetime_seconds: number | null;
  resource_server_for: string | null;
  /** One a line. */
  allowed_addresses: string;
  token_endpoint_auth_method: NewApplicationClient['token_endpoint_auth_method'];
  keys_from: 'jwks' | 'jwks_uri';
  /** JSON. */
  jwks: string;
  jwks_uri: string;
};

/** What can be set of a client. */
export type ClientSettings = Pick<ApplicationClient, keyof NewApplicationClient>;

/** A client of which nothing is said yet. */
export const NEW_CLIENT: ClientSettings = { ...newApplicationClient.parse({ name: 'new' }), name: '' };

export function valuesOf(client: ClientSettings): ClientValues {
  return {
    name: client.name,
    description: client.description,
    access: accessOf(client),
    token_lifetime_seconds: client.token_lifetime_seconds,
    resource_server_for: client.resource_server_for,
    allowed_addresses: client.allowed_addresses.join('\n'),
    token_endpoint_auth_method: client.token_endpoint_auth_method,
    keys_from: client.jwks_uri === null ? 'jwks' : 'jwks_uri',
    jwks: client.jwks === null ? '' : JSON.stringify(client.jwks, null, 2),
    jwks_uri: client.jwks_uri ?? '',
  };
}

/** The body that says so, complete, and yet to be validated. */
export function bodyOf(values: ClientValues): Record<keyof ClientSettings, unknown> {
  const { token_endpoint_auth_method, keys_from: source } = values;
  const hasKeys = token_endpoint_auth_method === 'private_key_jwt';
  return {
    name: values.name.trim(),
    description: values.description,
    ...grantedBy(values.access),
    token_lifetime_seconds: values.token_lifetime_seconds,
    resource_server_for: values.resource_server_for,
    allowed_addresses: addressesIn(values.allowed_addresses),
    token_endpoint_auth_method,
    jwks: hasKeys && source === 'jwks' ? keySetIn(values.jwks) : null,
    jwks_uri: hasKeys && source === 'jwks_uri' ? values.jwks_uri.trim() : null,
  };
}

function addressesIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((address) => address !== '');
}

/** A JWK Set; a single key, as tools write it, counts as one. What is no JSON is left to the contract to refuse. */
function keySetIn(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    const keys = JSON.parse(text) as unknown;
    return typeof keys === 'object' && keys !== null && 'kty' in keys ? { keys: [keys] } : keys;
  } catch {
    return text;
  }
}
