import { isScopeToken } from '@postern/oauth';
import { z } from 'zod';

/** Those that turn the direction of text too: with them a name looks like another. */
const CONTROL_CHARACTER = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const CONTROL_CHARACTER_EXCEPT_BREAK = /(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u;

/** Text of at most `most` characters (code points) that Postgres and every JSON reader can hold. */
const text = (most: number, forbidden: RegExp) =>
  z
    .string()
    .refine((value) => value.isWellFormed(), 'holds half a surrogate pair')
    .refine((value) => Array.from(value).length <= most, `is longer than ${most} characters`)
    .refine((value) => !forbidden.test(value), 'holds a control character');

/** What people call a thing: one line, in which something can be seen. */
export const name = z
  .string()
  .trim()
  .min(1, 'is empty')
  .pipe(text(100, CONTROL_CHARACTER))
  .refine((value) => /[^\p{C}\p{Z}\p{M}]/u.test(value), 'has no character that can be seen')
  .meta({ maxLength: 100, examples: ['Orders sync'] });
/** What a thing is for: a few lines. */
export const description = text(500, CONTROL_CHARACTER_EXCEPT_BREAK).meta({
  maxLength: 500,
  examples: ['Copies orders into the warehouse every night'],
});

/** One scope-token (RFC 6749 §3.3). */
export const scopeToken = z
  .string()
  .max(100, 'is longer than 100 characters')
  .refine(isScopeToken, 'is not a scope')
  .meta({ examples: ['invoices:read'] });
/** Distinct scopes that are granted together. */
export const scopes = z
  .array(scopeToken)
  .max(100, 'are more than 100 scopes')
  // They all travel in a token, which has to fit into a header.
  .refine((tokens) => tokens.join(' ').length <= 2_000, 'are longer than 2000 characters together')
  .transform((tokens) => [...new Set(tokens)]);

/** RFC 3339, UTC, to the millisecond. */
export const timestamp = z.iso.datetime({ precision: 3 }).meta({ examples: ['2026-01-31T12:00:00.000Z'] });
