import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DCLinter } from 'dclint';
import { checkout } from '../workspace/checkout.mjs';
import { readCompose } from './read-compose.mjs';
import { readDockerfile } from './read-dockerfile.mjs';

const file = join(checkout, 'docker/compose.yaml');
const { services, networks, secrets } = readCompose(file);
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
const ours = Object.entries(services).filter(([, { image }]) => image.startsWith('postern/'));

it('compose.yaml is as the Compose Specification has it, and a linter has nothing to say about it', () => {
  // Left out are those that ask for an order of lines, and one against naming what is built.
  const rules = Object.fromEntries(
    [
      'no-build-and-image',
      'no-quotes-in-volumes',
      'service-dependencies-alphabetical-order',
      'service-keys-order',
      'services-alphabetical-order',
      'top-level-properties-order',
    ].map((rule) => [rule, /** @type {const} */ (0)]),
  );
  /** @type {{ messages: { line: number, message: string }[] }[]} */
  const results = new DCLinter({ rules, quiet: false, debug: false, exclude: [] }).lintFiles([file], false);
  assert.deepEqual(
    results.flatMap(({ messages }) => messages.map(({ line, message }) => [line, message])),
    [],
  );
});

for (const [name, service] of Object.entries(services)) {
  describe(`compose: ${name}`, () => {
    it('is hardened and bounded, and may be there twice', () => {
      const { read_only, cap_drop, security_opt, container_name, deploy } = service;
      assert.deepEqual(
        { read_only, cap_drop, security_opt, container_name },
        {
          read_only: true,
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
          container_name: undefined,
        },
      );
      assert.deepEqual(Object.keys(deploy?.resources?.limits ?? {}).sort(), ['cpus', 'memory', 'pids']);
    });

    it('is of an exact version', () => {
      assert.match(
        service.image,
        /^(postern\/\w+:\d+\.\d+\.\d+|(postgres|nats|redis):\d+\.\d+(\.\d+)?-\w+)$/,
      );
    });

    it('is told to be up, or to have done its work, before who needs it is started', () => {
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        const once = services[needed]?.restart === 'no';
        assert.equal(condition, once ? 'service_completed_successfully' : 'service_healthy');
        assert.ok(once || services[needed]?.healthcheck);
      }
    });

    it('sees files and secrets that there are', () => {
      for (const volume of service.volumes ?? []) {
        const [source = '', target, mode] = volume.split(':');
        if (!source.startsWith('.') || source === './first-start') continue;
        assert.ok(statSync(join(checkout, 'docker', source)).isFile(), source);
        assert.deepEqual([target?.startsWith('/'), mode], [true, 'ro']);
      }
      for (const secret of service.secrets ?? []) assert.ok(secrets[secret], secret);
      const named = JSON.stringify([service.environment, service.entrypoint, service.healthcheck]);
      const used = new Set([...named.matchAll(/\/run\/secrets\/([\w-]+)/g)].map(([, secret]) => secret));
      assert.deepEqual(used, new Set(service.secrets));
    });
  });
}

it('compose: only the gateway is reachable, from this machine alone', () => {
  const published = Object.entries(services).flatMap(([name, { ports = [] }]) =>
    ports.map((port) => [name, port]),
  );
  assert.deepEqual(published, [['gateway', '127.0.0.1:3000:3000']]);
  const open = Object.keys(networks).filter((name) => networks[name]?.internal !== true);
  assert.deepEqual(open, ['outside']);
  const outside = Object.keys(services).filter((name) => services[name]?.networks?.includes('outside'));
  assert.deepEqual(outside, ['gateway', 'tokens']);
  const withDatabase = Object.keys(services).filter((name) => services[name]?.networks?.includes('database'));
  assert.deepEqual(withDatabase.includes('gateway'), false);
});

describe('compose: what our images are started with', () => {
  /** @type {(command: string) => Record<string, any>} */
  let settingsOf;
  /** @type {(schema: any) => { secret?: boolean }} */
  let factsOf;
  before(async () => {
    /** @param {string} path */
    const load = (path) => import(pathToFileURL(join(checkout, path)).href);
    const { settingFacts } = await load('libs/config/dist/index.js');
    const { migrationSettings } = await load('libs/persistence/dist/index.js');
    const schemas = {
      'apps/gateway/dist/main.js': (await load('apps/gateway/dist/config.js')).gatewaySettings,
      'apps/clients/dist/main.js': (await load('apps/clients/dist/config.js')).clientsSettings,
      'apps/tokens/dist/main.js': (await load('apps/tokens/dist/config.js')).tokensSettings,
      'apps/clients/dist/first-start.js': (await load('apps/clients/dist/first-start/settings.js'))
        .firstStartSettings,
      'apps/clients/dist/migrate.js': migrationSettings,
      'apps/tokens/dist/migrate.js': migrationSettings,
    };
    settingsOf = (program) => schemas[/** @type {keyof typeof schemas} */ (program)]?.shape;
    factsOf = settingFacts;
  });

  const { stages } = readDockerfile(join(checkout, 'docker/Dockerfile'));
  for (const [name, { image, build, command, environment = {} }] of ours) {
    it(`${name}: its image, and settings that its program knows, with all that it needs`, () => {
      const stage = stages.find((one) => one.name === build?.target);
      assert.equal(image, `postern/${build?.target}:${version}`);
      assert.ok(existsSync(join(checkout, 'docker', build?.context ?? '', build?.dockerfile ?? '')));
      const [program, main] =
        command ?? JSON.parse(stage?.steps.find(({ keyword }) => keyword === 'CMD')?.text ?? '');
      assert.equal(program, 'node');

      const settings = Object.entries(settingsOf(main));
      const known = settings.flatMap(([setting, schema]) =>
        factsOf(schema).secret ? [setting, `${setting}_FILE`] : [setting],
      );
      assert.deepEqual(
        Object.keys(environment).filter((variable) => !known.includes(variable)),
        [],
      );
      const missing = settings.filter(([setting, schema]) => {
        const given = environment[setting] ?? environment[`${setting}_FILE`];
        return given === undefined && !schema.safeParse(undefined).success;
      });
      assert.deepEqual(
        missing.map(([setting]) => setting),
        [],
      );
      const open = settings.filter(([setting, schema]) => factsOf(schema).secret && environment[setting]);
      assert.deepEqual(open, [], 'a secret is a file');
      for (const [setting, schema] of settings) {
        const value = environment[setting];
        if (value !== undefined) assert.ok(schema.safeParse(value).success, setting);
      }
    });
  }
});
