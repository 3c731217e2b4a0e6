import { z } from 'zod';

/** What the configuration reference and the reader know of a setting beside its schema. */
export interface SettingFacts {
  readonly description: string;
  /** Read from the file named by `NAME_FILE` where that is set; never shown. */
  readonly secret?: boolean;
}

const facts = z.registry<SettingFacts>();

/** A setting: an environment variable's schema with what the reference says of it. */
export function setting<T extends z.ZodType>(schema: T, about: SettingFacts): T {
  facts.add(schema, about);
  return schema;
}

/** A setting whose value must not be seen. */
export function secretSetting<T extends z.ZodType>(schema: T, description: string): T {
  return setting(schema, { description, secret: true });
}

export function settingFacts(schema: z.ZodType): SettingFacts {
  const known = facts.get(schema);
  if (known === undefined) throw new Error('Every setting is declared with setting() or secretSetting().');
  return known;
}
