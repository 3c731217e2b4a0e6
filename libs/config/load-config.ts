import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { settingFacts } from './setting.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** All that is wrong with the configuration, one line a problem. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(['The configuration is not usable:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

/**
 * Reads a service's settings from the environment, once, at its start. An empty variable counts as absent; of
 * a secret, `NAME_FILE` names a file that holds the value.
 *
 * @throws ConfigError naming every problem at once; no value of a secret is in it.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Environment = process.env,
): Readonly<z.output<z.ZodObject<Shape>>> {
  /** By setting, so that one which could not be read is not called missing as well. */
  const problems = new Map<string, string>();
  const values: Record<string, string> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const value = readSetting(name, field as z.ZodType, environment, problems);
    if (value !== undefined) values[name] = value;
  }
  const result = schema.safeParse(values, {
    error: (issue) => (issue.input === undefined ? 'is not set' : undefined),
  });
  if (!result.success) {
    for (const { path, message } of result.error.issues) {
      const name = path.join('.');
      if (!problems.has(name)) problems.set(name, `${name}: ${message}`);
    }
  }
  if (!result.success || problems.size > 0) throw new ConfigError([...problems.values()]);
  return Object.freeze(result.data);
}

/** Reads the configuration, or writes what is wrong with it and ends the process with code 78 (EX_CONFIG). */
export function loadConfigOrExit<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) {
  try {
    return loadConfig(schema);
  } catch (error) {
    exitOnConfigError(error);
  }
}

/** Writes what is wrong with the configuration and ends the process with code 78 (EX_CONFIG). Throws any other error. */
export function exitOnConfigError(error: unknown): never {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(78);
}

function readSetting(
  name: string,
  field: z.ZodType,
  environment: Environment,
  problems: Map<string, string>,
) {
  const value = environment[name] || undefined;
  const file = environment[`${name}_FILE`] || undefined;
  if (!settingFacts(field).secret || file === undefined) return value;
  if (value !== undefined) {
    problems.set(name, `${name}: is set, and ${name}_FILE too; set one of them`);
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    problems.set(name, `${name}_FILE: cannot be read (${code})`);
    return undefined;
  }
}
