import { apiName } from '../access/api-names.js';
import type { ClientValues } from './client-values.js';

const METHODS = { client_secret_basic: 'client secret', private_key_jwt: 'key pair of its own' };
const SOURCES = { jwks: 'given here', jwks_uri: 'published at a URL' };

/** The inputs of a form as people say them, each under its own name. */
export function valuesInWords(values: ClientValues): Record<keyof ClientValues, unknown> {
  return {
    ...values,
    access: values.access.map(
      ({ audience, scopes }) => `${apiName(audience)}: ${scopes.join(', ') || 'no scopes'}`,
    ),
    allowed_addresses: values.allowed_addresses.split('\n'),
    token_endpoint_auth_method: METHODS[values.token_endpoint_auth_method],
    keys_from: values.token_endpoint_auth_method === 'private_key_jwt' ? SOURCES[values.keys_from] : '',
  };
}
