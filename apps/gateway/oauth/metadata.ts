import {
  ASSERTION_ALGORITHMS,
  CLIENT_AUTHENTICATION_METHODS,
  GRANT_TYPES,
  SIGNING_ALGORITHMS,
} from '@postern/oauth';
import { z } from 'zod';

const url = z.url().meta({ examples: ['https://postern.example/oauth2/token'] });
const methods = z.array(z.enum(CLIENT_AUTHENTICATION_METHODS));
const algorithms = z.array(z.enum(ASSERTION_ALGORITHMS));

/** Metadata of the authorization server, RFC 8414 §2. */
export const serverMetadata = z
  .object({
    issuer: url,
    token_endpoint: url,
    introspection_endpoint: url,
    revocation_endpoint: url,
    jwks_uri: url,
    grant_types_supported: z.array(z.enum(GRANT_TYPES)),
    response_types_supported: z.array(z.string()).meta({ examples: [[]] }),
    token_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: algorithms,
    introspection_endpoint_auth_methods_supported: methods,
    introspection_endpoint_auth_signing_alg_values_supported: algorithms,
    introspection_signing_alg_values_supported: z.array(z.enum(SIGNING_ALGORITHMS)),
    revocation_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_signing_alg_values_supported: algorithms,
    protected_resources: z.array(url),
  })
  .meta({ id: 'AuthorizationServerMetadata' });
export type ServerMetadata = z.output<typeof serverMetadata>;

/** Metadata of the management API, RFC 9728 §2. */
export const protectedResourceMetadata = z
  .object({
    resource: url,
    resource_name: z.string(),
    authorization_servers: z.array(url),
    scopes_supported: z.array(z.string().meta({ examples: ['clients:read'] })),
    bearer_methods_supported: z.array(z.string().meta({ examples: ['header'] })),
  })
  .meta({ id: 'ProtectedResourceMetadata' });
export type ProtectedResourceMetadata = z.output<typeof protectedResourceMetadata>;
