import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { temporaryFolder } from '../fixtures/small-checkout.mjs';
import { checkout } from '../workspace/checkout.mjs';
import { readCompose } from './read-compose.mjs';

const { secrets } = readCompose(join(checkout, 'docker/compose.yaml'));

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
