import { z } from 'zod';
import { isManagementScope } from '../management-api.js';
import { newAudience } from './audience.js';
import { description, name, scopeToken, timestamp } from '../texts.js';

export const API_ID = /^api_[0-9A-Za-z]{22}$/;
export const apiId = z
  .string()
  .regex(API_ID, 'is not an API ID')
  .meta({ examples: ['api_7YbWm2RkLq0sTzN4vXcJ1d'] });

/** Seconds, a minute to a day. */
export const tokenLifetimeSeconds = z
  .int('is not a whole number')
  .min(60, 'is shorter than a minute (60)')
  .max(86_400, 'is longer than a day (86400)')
  .meta({ examples: [3600] });

const apiScopes = z
  .array(z.strictObject({ name: scopeToken, description: description.default('') }))
  .max(100, 'are more than 100 scopes')
  // A token for several APIs has the scopes of all in one list: these must mean one thing only, to people too.
  .refine(
    (all) => !all.some((one) => isManagementScope(one.name.toLowerCase())),
    'name a scope of the management API, in whatever case',
  )
  .refine((all) => new Set(all.map((one) => one.name)).size === all.length, 'name a scope twice');

/** A resource server that accepts our tokens, as the outside sees it. */
export const api = z
  .object({
    api_id: apiId,
    audience: z.string().meta({ examples: ['https://billing.example'] }),
    name: z.string().meta({ examples: ['Billing'] }),
    description: z.string(),
    scopes: z.array(
      z.object({
        name: z.string().meta({ examples: ['invoices:read'] }),
        description: z.string().meta({ examples: ['Read invoices'] }),
      }),
    ),
    token_lifetime_seconds: z.int().meta({ examples: [3600] }),
    built_in: z.boolean().describe('Whether it is a part of Postern, which nobody can change or delete.'),
    granted_clients: z.int().nonnegative().describe('How many application clients have a grant on it.'),
    resource_servers: z
      .int()
      .nonnegative()
      .describe(
        'How many application clients are its resource servers, which may introspect the tokens for it.',
      ),
    created_at: timestamp,
    updated_at: timestamp,
    version: z.int().positive(),
  })
  .meta({ id: 'Api' });
export type Api = z.output<typeof api>;

/** The body of a create. */
export const newApi = z
  .strictObject({
    audience: newAudience,
    name,
    description: description.default(''),
    scopes: apiScopes.default([]),
    token_lifetime_seconds: tokenLifetimeSeconds.default(3600),
  })
  .meta({ id: 'NewApi' });

/** The body of an update (RFC 7396). The audience stays: tokens and clients name the API by it. */
export const apiChange = z
  .strictObject({
    name: name.optional(),
    description: description.optional(),
    scopes: apiScopes.optional(),
    token_lifetime_seconds: tokenLifetimeSeconds.optional(),
  })
  .meta({ id: 'ApiChange' });
