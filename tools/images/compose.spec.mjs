import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DCLinter } from 'dclint';
import { temporaryFolder } from '../fixtures/small-checkout.mjs';
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

describe('make-secrets.sh', () => {
  const folder = temporaryFolder();
  const made = join(folder, 'docker');
  const run = () => execFileSync(join(made, 'make-secrets.sh'), { encoding: 'utf8' });
  /** @param {string} secret */
  const read = (secret) => readFileSync(join(made, 'secrets', secret), 'utf8').trim();
  before(() => {
    mkdirSync(made);
    cpSync(join(checkout, 'docker/make-secrets.sh'), join(made, 'make-secrets.sh'));
    run();
  });
  after(() => rmSync(folder, { recursive: true }));

  it('makes exactly the secrets of compose.yaml, behind a folder that is closed to others', () => {
    assert.deepEqual(
      readdirSync(join(made, 'secrets')).sort(),
      Object.values(secrets)
        .map(({ file: path }) => path.replace('./secrets/', ''))
        .sort(),
    );
    assert.equal(statSync(join(made, 'secrets')).mode & 0o777, 0o700);
    assert.equal(statSync(join(made, 'first-start')).mode & 0o777, 0o700);
  });

  it('makes random ones, and the URLs that go with them', () => {
    const values = Object.keys(secrets).map(read);
    assert.equal(new Set(values).size, values.length);
    for (const [service, secret] of [
      ['gateway', 'nats-url'],
      ['clients', 'nats-url'],
      ['tokens', 'nats-url'],
    ])
      assert.equal(
        read(`${service}-${secret}`),
        `nats://postern_${service}:${read(`nats-${service}-password`)}@nats:4222`,
      );
    for (const role of ['migrations', 'clients', 'tokens'])
      assert.equal(
        read(`${role}-database-url`),
        `postgres://postern_${role}:${read(`postgres-${role}-password`)}@postgres:5432/postern`,
      );
    assert.equal(
      read('tokens-redis-url'),
      `redis://postern_tokens:${read('redis-tokens-password')}@redis:6379`,
    );
    for (const key of ['clients-key', 'tokens-key'])
      assert.equal(Buffer.from(read(key), 'base64').length, 32);
    for (const name of Object.keys(secrets))
      if (name.endsWith('-password')) assert.match(read(name), /^[0-9a-f]{48}$/);
  });

  it('leaves them as they are when it is run again', () => {
    const before = Object.keys(secrets).map(read);
    assert.match(run(), /there already/);
    assert.deepEqual(Object.keys(secrets).map(read), before);
  });

  it('says as whom the first credentials are written: whoever runs it, and never root', () => {
    const [uid, gid] = process.getuid?.() === 0 ? [1000, 1000] : [process.getuid?.(), process.getgid?.()];
    assert.equal(readFileSync(join(made, '.env'), 'utf8'), `POSTERN_USER=${uid}:${gid}\n`);
    assert.equal(statSync(join(made, 'first-start')).uid, uid);
  });
});
