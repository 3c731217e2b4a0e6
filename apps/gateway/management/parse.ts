import { Failure, fieldProblems } from '@postern/contracts';
import type { z } from 'zod';

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
