import { parseArgs } from 'node:util';
import { Refusal } from './refusal.js';

export const USAGE = `Usage:
  manage export                 writes all APIs and clients as YAML, without secrets
  manage plan FILE…             says what apply would do; ends with 2 where that is something
    --prune                     as apply
  manage apply FILE…            makes all as the files say
    --prune                     deletes what is in none of the files
    --force                     lets clients lose grants on APIs that are narrowed or deleted
    --secrets-to FILE           where the secrets of new clients go; its mode is 0600
Settings: POSTERN_URL, POSTERN_CLIENT_ID and POSTERN_CLIENT_SECRET (or POSTERN_CLIENT_SECRET_FILE), or POSTERN_HOME,
the folder of the admin.json of the first start.`;

export interface Command {
  readonly name: 'export' | 'plan' | 'apply';
  readonly files: readonly string[];
  readonly prune: boolean;
  readonly force: boolean;
  readonly secretsTo: string | undefined;
}

const OPTIONS = {
  prune: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  'secrets-to': { type: 'string' },
} as const;
const OPTIONS_OF = { export: [], plan: ['prune'], apply: ['prune', 'force', 'secrets-to'] } as const;

/** @throws Refusal with how to say it right */
export function readCommand(args: readonly string[]): Command {
  const { values, positionals, tokens } = parse(args);
  const [name = '', ...files] = positionals;
  if (!isName(name) || (files.length === 0) !== (name === 'export')) throw new Refusal([USAGE]);
  const known: readonly string[] = OPTIONS_OF[name];
  for (const token of tokens) {
    if (token.kind === 'option' && !known.includes(token.name))
      throw new Refusal([`manage ${name} has no --${token.name}.`, USAGE]);
  }
  const { prune, force, 'secrets-to': secretsTo } = values;
  return { name, files, prune, force, secretsTo };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new Refusal([error instanceof Error ? error.message : '', USAGE]);
  }
}

function isName(name: string): name is Command['name'] {
  return Object.hasOwn(OPTIONS_OF, name);
}
