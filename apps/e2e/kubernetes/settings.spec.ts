import { beforeAll, describe, expect, it } from '@jest/globals';
import { settingFacts } from '@postern/config';
import { configuredProcesses } from '@postern/tools/docs';
import type { z } from 'zod';
import { environmentOf, Values } from './container-environment.js';
import { containersOf, manifestsOf, workloadsIn } from './manifests.js';
import { OVERLAYS, ROOT } from './overlays.js';

/** What reads its settings by which schema, as docs/configuration.md calls it. */
const PROCESSES: Readonly<Record<string, string>> = {
  'apps/gateway/dist/main.js': 'gateway',
  'apps/clients/dist/main.js': 'clients',
  'apps/tokens/dist/main.js': 'tokens',
  'apps/clients/dist/migrate.js': 'migrations',
  'apps/tokens/dist/migrate.js': 'migrations',
  'apps/clients/dist/first-start.js': 'first start',
};

let settings: ReadonlyMap<string, Readonly<Record<string, z.ZodType>>>;
beforeAll(async () => {
  const processes = await configuredProcesses(ROOT);
  settings = new Map(processes.map(({ name, schema }) => [name, schema.shape as Record<string, z.ZodType>]));
});

/** What is wrong with the names in an environment. */
function problemsIn(
  environment: Readonly<Record<string, string>>,
  shape: Readonly<Record<string, z.ZodType>>,
): string[] {
  const namesOf = ([name, field]: [string, z.ZodType]) =>
    settingFacts(field).secret === true ? [name, `${name}_FILE`] : [name];
  const known = Object.entries(shape).flatMap(namesOf);
  const missing = Object.entries(shape).filter(
    ([name, field]) =>
      !field.safeParse(undefined).success && !namesOf([name, field]).some((one) => one in environment),
  );
  return [
    ...Object.keys(environment)
      .filter((name) => !known.includes(name))
      .map((name) => `${name} is no setting`),
    ...missing.map(([name]) => `${name} is not set`),
  ];
}

describe.each(OVERLAYS)('the overlay %s', (overlay) => {
  it('sets what each process needs, and nothing that it does not know', async () => {
    const manifests = await manifestsOf(overlay);
    const values = new Values(manifests);
    const ours = workloadsIn(manifests).flatMap(({ name, spec }) =>
      containersOf(spec)
        .filter(({ command = [] }) => command[0] === 'node')
        .map((container) => ({ name, container, program: container.command?.[1] ?? '' })),
    );
    expect(new Set(ours.map(({ program }) => program))).toEqual(new Set(Object.keys(PROCESSES)));
    for (const { name, container, program } of ours) {
      const shape = settings.get(PROCESSES[program] ?? '');
      expect([name, program, problemsIn(environmentOf(container, values), shape ?? {})]).toEqual([
        name,
        program,
        [],
      ]);
    }
  });

  it('hands out no secret by the environment', async () => {
    const manifests = await manifestsOf(overlay);
    const values = new Values(manifests);
    for (const { name, spec } of workloadsIn(manifests)) {
      for (const container of containersOf(spec).filter(({ command = [] }) => command[0] === 'node')) {
        const shape = settings.get(PROCESSES[container.command?.[1] ?? ''] ?? '') ?? {};
        const secrets = Object.keys(environmentOf(container, values)).filter(
          (one) => shape[one] !== undefined && settingFacts(shape[one]).secret === true,
        );
        expect([name, secrets]).toEqual([name, []]);
      }
    }
  });
});

describe('the check of settings', () => {
  it('finds what is unknown and what is missing', () => {
    const shape = settings.get('gateway') ?? {};
    expect(problemsIn({ ISSUER: 'x', NATS_URL_FILE: 'x' }, shape)).toEqual([]);
    expect(problemsIn({ ISSUER_FILE: 'x', DATABASE_URL: 'x', NATS_URL: 'x' }, shape)).toEqual([
      'ISSUER_FILE is no setting',
      'DATABASE_URL is no setting',
      'ISSUER is not set',
    ]);
  });
});
