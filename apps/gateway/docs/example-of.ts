import type { JsonSchema } from './json-schema.js';
import type { Components } from './components.js';

/** A value as the schema wants it, without what may be absent, from the examples and defaults that stand in it. */
export function exampleOf(schema: JsonSchema, components: Components): unknown {
  if (schema.$ref !== undefined) return exampleOf(components.resolve(schema), components);
  if (schema.examples !== undefined) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const alternative = (schema.anyOf ?? schema.oneOf)?.at(-1);
  if (alternative !== undefined) return exampleOf(alternative, components);
  if (Array.isArray(schema.type)) return null;
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, one]) => [name, exampleOf(one, components)]),
      );
    case 'array':
      return schema.items === undefined ? [] : [exampleOf(schema.items, components)];
    case 'integer':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return schema.format === 'date-time' ? '2026-01-31T12:00:00.000Z' : 'text';
  }
}
