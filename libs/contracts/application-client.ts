import { isScopeToken } from '@postern/oauth';
import { z } from 'zod';
import { clientId } from './client-id.js';

const CONTROL_CHARACTER = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const CONTROL_CHARACTER_EXCEPT_BREAK = /(?![\n\t])[\p{Cc}]/u;

/** Text of at most `most` characters (code points) that Postgres and every JSON reader can hold. */
const text = (most: number, forbidden: RegExp) =>
  z
    .string()
    .refine((value) => value.isWellFormed(), 'holds half a surrogate pair')
    .refine((value) => Array.from(value).length <= most, `is longer than ${most} characters`)
    .refine((value) => !forbidden.test(value), 'holds a control character');

const name = z.string().trim().min(1, 'is empty').pipe(text(100, CONTROL_CHARACTER));
const description = text(500, CONTROL_CHARACTER_EXCEPT_BREAK);
const status = z.enum(['active', 'disabled']);

const scopeToken = z
  .string()
  .max(100, 'is longer than 100 characters')
  .refine(isScopeToken, 'is not a scope');
const scopes = z
  .array(scopeToken)
  .max(100, 'are more than 100 scopes')
  // They all travel in a token, which has to fit into a header.
  .refine((tokens) => tokens.join(' ').length <= 2_000, 'are longer than 2000 characters together')
  .transform((tokens) => [...new Set(tokens)]);

/** RFC 3339, UTC, to the millisecond. */
export const timestamp = z.iso.datetime({ precision: 3 });

/** An application client as the outside sees it. */
export const applicationClient = z.object({
  client_id: clientId,
  name: z.string(),
  description: z.string(),
  status,
  scopes: z.array(z.string()),
  created_at: timestamp,
  updated_at: timestamp,
  last_used_at: timestamp.nullable(),
  version: z.int().positive(),
});
export type ApplicationClient = z.output<typeof applicationClient>;

/** The body of a create; what is not named here is not the caller's to set. */
export const newApplicationClient = z.strictObject({
  name,
  description: description.default(''),
  scopes: scopes.default([]),
});

/** The body of an update (RFC 7396): what is absent stays. */
export const applicationClientChange = z.strictObject({
  name: name.optional(),
  description: description.optional(),
  scopes: scopes.optional(),
  status: status.optional(),
});
