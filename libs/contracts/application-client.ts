import { z } from 'zod';
import { allowedAddresses } from './allowed-addresses.js';
import { tokenLifetimeSeconds } from './apis/api.js';
import { audience } from './apis/audience.js';
import { clientId } from './client-id.js';
import { authenticationMethod, authenticationProblems } from './clients/authentication-method.js';
import { clientKeySet, jwksUri } from './clients/client-keys.js';
import { description, name, scopes, timestamp } from './texts.js';

export const clientStatus = z.enum(['active', 'disabled']);

/** What a client may ask for at one API. */
const grant = z.strictObject({ audience, scopes });
export type ApiGrant = z.output<typeof grant>;

const grants = z
  .array(grant)
  .max(20, 'are grants on more than 20 APIs')
  .refine((all) => JSON.stringify(all).length <= 6_000, 'are longer than 6000 characters together')
  .refine((all) => new Set(all.map((one) => one.audience)).size === all.length, 'name an API twice');

/** An application client as the outside sees it. */
export const applicationClient = z
  .object({
    client_id: clientId,
    name: z.string().meta({ examples: ['Orders sync'] }),
    description: z.string(),
    status: clientStatus,
    scopes: z
      .array(z.string().meta({ examples: ['clients:read'] }))
      .describe('At the management API and at the default one.'),
    grants: z
      .array(
        z.object({
          audience: z.string().meta({ examples: ['https://billing.example'] }),
          scopes: z.array(z.string().meta({ examples: ['invoices:read'] })),
        }),
      )
      .describe('At the APIs of the registry.'),
    token_lifetime_seconds: z
      .int()
      .nullable()
      .describe('How long its tokens live where that is shorter than what the API says.'),
    resource_server_for: z
      .string()
      .nullable()
      .describe('The API whose resource server this client is: it may introspect the tokens for that API.'),
    token_endpoint_auth_method: authenticationMethod,
    jwks: clientKeySet.nullable().describe('Public keys of a client that authenticates by private_key_jwt.'),
    jwks_uri: z.string().nullable().describe('Where it publishes them instead.'),
    allowed_addresses: z
      .array(z.string().meta({ examples: ['198.51.100.0/24'] }))
      .describe('CIDR blocks from which it may authenticate; empty for everywhere.'),
    created_at: timestamp,
    updated_at: timestamp,
    last_used_at: timestamp.nullable(),
    version: z.int().positive(),
  })
  .meta({ id: 'ApplicationClient' });
export type ApplicationClient = z.output<typeof applicationClient>;

/** The body of a create; what is not named here is not the caller's to set. */
export const newApplicationClient = z
  .strictObject({
    name,
    description: description.default(''),
    scopes: scopes.default([]),
    grants: grants.default([]),
    token_lifetime_seconds: tokenLifetimeSeconds.nullable().default(null),
    resource_server_for: audience.nullable().default(null),
    allowed_addresses: allowedAddresses.default([]),
    token_endpoint_auth_method: authenticationMethod.default('client_secret_basic'),
    jwks: clientKeySet.nullable().default(null),
    jwks_uri: jwksUri.nullable().default(null),
  })
  .superRefine((client, context) => {
    for (const { field, message } of authenticationProblems(client))
      context.addIssue({ code: 'custom', path: [field], message });
  })
  .meta({ id: 'NewApplicationClient' });
export type NewApplicationClient = z.output<typeof newApplicationClient>;

/** The body of an update (RFC 7396): what is absent stays. */
export const applicationClientChange = z
  .strictObject({
    name: name.optional(),
    description: description.optional(),
    scopes: scopes.optional(),
    grants: grants.optional(),
    token_lifetime_seconds: tokenLifetimeSeconds.nullable().optional(),
    resource_server_for: audience.nullable().optional(),
    token_endpoint_auth_method: authenticationMethod.optional(),
    /** One of these takes the place of the other. */
    jwks: clientKeySet.nullable().optional(),
    jwks_uri: jwksUri.nullable().optional(),
    allowed_addresses: allowedAddresses.optional(),
    status: clientStatus.optional(),
  })
  .meta({ id: 'ApplicationClientChange' });
