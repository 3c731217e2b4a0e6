import type { z } from 'zod';
import { labelOf, type Kind } from '../kinds.js';
import { Refusal } from '../refusal.js';
import { declaration, DECLARED_FIELDS, type Declaration, type Declared } from './declaration.js';
import { YamlFile } from './yaml-file.js';

const LISTS = { api: 'apis', client: 'clients' } as const;

/**
 * Reads the YAML of files, which together declare one whole.
 *
 * @throws Refusal with every problem at once, each with file and line
 */
export function readDeclaration(files: readonly { name: string; text: string }[]): Declaration {
  const problems: string[] = [];
  const read = files.map(({ name, text }) => readFile(new YamlFile(name, text), problems));
  const joined = (kind: Kind) => {
    const lists = read.flatMap((one) => (one[kind] === undefined ? [] : [one[kind]]));
    return lists.length === 0 ? undefined : lists.flat();
  };
  const all = { api: joined('api'), client: joined('client') };
  if (problems.length === 0) problems.push(...declaredTwice(all));
  if (problems.length > 0) throw new Refusal(problems);
  return all;
}

function readFile(file: YamlFile, problems: string[]): Declaration {
  problems.push(...file.problems);
  const nothing = { api: undefined, client: undefined };
  if (file.problems.length > 0) return nothing;
  const { data, error } = declaration.safeParse(file.value, { error: inWords });
  if (error !== undefined) {
    const found = error.issues
      .flatMap(problemsOf)
      .sort((one, other) => file.lineOf(one.path) - file.lineOf(other.path));
    problems.push(
      ...found.map(({ path, message }) => [file.at(path), path.join('.'), message].filter(Boolean).join(' ')),
    );
    return nothing;
  }
  const entries = (kind: Kind): Declared[] | undefined =>
    data[LISTS[kind]]?.map((fields, index) => ({ at: file.at([LISTS[kind], index]), fields }));
  return { api: entries('api'), client: entries('client') };
}

const TYPES: Readonly<Record<string, string>> = {
  array: 'is not a list',
  boolean: 'is not true or false',
  object: 'is not a map of fields',
  string: 'is not text; put it in quotes',
};

/** Where the contract has no words of its own. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_value') return `is not ${issue.values.map(String).join(' or ')}`;
  if (issue.code !== 'invalid_type') return undefined;
  return issue.input === null ? 'is empty; give it a value or leave it out' : TYPES[issue.expected];
}

function problemsOf(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }];
  const fields = fieldsAt(issue.path);
  const message = `is not a field that can be declared${fields === '' ? '' : `; there are ${fields}`}`;
  return issue.keys.map((key) => ({ path: [...issue.path, key], message }));
}

function fieldsAt([list, ...rest]: readonly PropertyKey[]): string {
  if (list === undefined) return Object.values(LISTS).join(', ');
  return rest.length === 1 ? DECLARED_FIELDS[list === LISTS.api ? 'api' : 'client'].join(', ') : '';
}

/** An API is known by its audience, a client by `client_id` or else by its name. */
function declaredTwice({ api = [], client = [] }: Declaration): string[] {
  const named = client.filter(({ fields }) => fields['client_id'] === undefined);
  const numbered = client.filter(({ fields }) => fields['client_id'] !== undefined);
  return [
    ...repeated(api, 'audience', ({ fields }) => `API ${labelOf('api', fields)}`, ''),
    ...repeated(numbered, 'client_id', ({ fields }) => `client ${String(fields['client_id'])}`, ''),
    ...repeated(
      named,
      'name',
      ({ fields }) => `client ${labelOf('client', fields)}`,
      '; tell them apart by client_id, or give one another name',
    ),
  ];
}

function repeated(
  all: readonly Declared[],
  key: string,
  describe: (one: Declared) => string,
  advice: string,
): string[] {
  const first = new Map<unknown, Declared>();
  return all.flatMap((one) => {
    const before = first.get(one.fields[key]);
    if (before === undefined) first.set(one.fields[key], one);
    return before === undefined
      ? []
      : [`${one.at} ${describe(one)} is declared in ${before.at.slice(0, -1)} too${advice}`];
  });
}
