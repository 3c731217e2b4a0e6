import { Failure, fieldProblems } from '@postern/contracts';
import type { z } from 'zod';
import { JsonText } from '../http/body-parsers.js';

/**
 * A value from outside as the schema's type.
 *
 * @throws Failure `invalid_request` naming each wrong field
 */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Failure('invalid_request', { fields: fieldProblems(result.error) });
  return result.data;
}

/**
 * A JSON body as the schema's type.
 *
 * @throws Failure `unsupported_media_type` for another kind of body, `invalid_request` for one that is missing, not
 *   JSON, or not as the schema wants it
 */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === undefined)
    throw new Failure('invalid_request', { message: 'The body is missing. Send a JSON object.' });
  if (!(body instanceof JsonText)) throw new Failure('unsupported_media_type');
  return parse(schema, read(body.text));
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error would repeat a part of the body.
    throw new Failure('invalid_request', { message: 'The body is not JSON.' });
  }
}
