import { Failure, fieldProblems } from '@postern/contracts';
import { z } from 'zod';
import { FormText, JsonText } from '../http/body-parsers.js';

const onceEach = z.record(z.string(), z.string('is given more than once'));
const anyObject = z.looseObject({});

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
 * The parameters of a query as the schema's type.
 *
 * @throws Failure `invalid_request` naming each that is wrong or given twice
 */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  parse(onceEach, query);
  return parse(schema, query);
}

/**
 * A JSON body as the schema's type.
 *
 * @throws Failure `unsupported_media_type` for another kind of body, `invalid_request` for one that is missing, not
 *   a JSON object, or not as the schema wants it
 */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === undefined)
    throw new Failure('invalid_request', { message: 'The body is missing. Send a JSON object.' });
  if (!(body instanceof JsonText)) throw new Failure('unsupported_media_type');
  const value = read(body.text);
  if (!anyObject.safeParse(value).success)
    throw new Failure('invalid_request', { message: 'The body is not a JSON object.' });
  return parse(schema, value);
}

/** The same where nothing has to be said, so that there may be no body at all. */
export function parseOptionalBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  // Some programs name a type for the body that they do not send.
  const isEmpty = body === undefined || (body instanceof FormText && body.text === '');
  return isEmpty ? parse(schema, {}) : parseBody(schema, body);
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error would repeat a part of the body.
    throw new Failure('invalid_request', { message: 'The body is not JSON.' });
  }
}
