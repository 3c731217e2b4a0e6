import type { z } from 'zod';

/**
 * Parses what another release may have sent: fields that the schema does not know are left out, also where it would refuse
 * them. That is what the edge is for, which has parsed with the schema of its own release.
 *
 * @param input parsed JSON; unknown fields are taken out of it
 */
export function parseKnown<Schema extends z.ZodType>(schema: Schema, input: unknown) {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed;
  const unknown = parsed.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
  if (unknown.length === 0) return parsed;
  for (const { path, keys } of unknown) {
    const holder = path.reduce<unknown>(
      (value, name) => (value as Record<PropertyKey, unknown>)[name],
      input,
    );
    for (const key of keys) Reflect.deleteProperty(holder as object, key);
  }
  return schema.safeParse(input);
}
