import { z } from 'zod';
import type { JsonSchema } from './json-schema.js';

const HERE = '#/components/schemas/';

/** What stands once in a document: the schemas that have a name, and examples. */
export class Components {
  readonly schemas: Record<string, JsonSchema> = {};
  readonly examples: Record<string, { value: unknown }> = {};

  /** What a caller may send. */
  input(schema: z.ZodType): JsonSchema {
    return this.add(schema, 'input');
  }

  /** What we answer. Fields may be added to it, so it forbids none. */
  output(schema: z.ZodType): JsonSchema {
    return this.add(schema, 'output');
  }

  /** The schema itself where it is a reference to one. */
  resolve(schema: JsonSchema): JsonSchema {
    return schema.$ref === undefined ? schema : this.schemas[schema.$ref.slice(HERE.length)]!;
  }

  /** A reference to an example of this name. */
  example(name: string, value: unknown): { $ref: string } {
    this.examples[name] = { value };
    return { $ref: `#/components/examples/${name}` };
  }

  private add(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { $schema: _, ...json } = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      override: ({ jsonSchema }) => tidy(jsonSchema as JsonSchema, io),
    });
    const { $defs = {}, ...found } = relocate(json) as JsonSchema;
    for (const [name, { ...component }] of Object.entries($defs)) {
      delete (component as { id?: string }).id;
      this.schemas[name] = component;
    }
    return found;
  }
}

function tidy(schema: JsonSchema, io: 'input' | 'output'): void {
  // The bounds of exact numbers, and what the format says already.
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.format === 'date-time' || schema.format === 'uuid') delete schema.pattern;
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
  // Of a parameter that is a number or its text, the number.
  const { anyOf, ...rest } = schema;
  if (anyOf?.length === 2 && anyOf[0]?.type === 'integer' && anyOf[1]?.type === 'string') {
    delete schema.anyOf;
    Object.assign(schema, anyOf[0], rest);
  }
}

function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) =>
      key === '$ref' && typeof one === 'string' ? [key, one.replace('#/$defs/', HERE)] : [key, relocate(one)],
    ),
  );
}
