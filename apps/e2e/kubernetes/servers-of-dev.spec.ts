import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { Values } from './container-environment.js';
import { manifestsOf, workloadsIn, type Manifest } from './manifests.js';
import { ROOT } from './overlays.js';

let manifests: readonly Manifest[];
let values: Values;
beforeAll(async () => {
  manifests = await manifestsOf('dev');
  values = new Values(manifests);
});

/** The password in a URL of a service's Secret. */
const known = (service: string, key: string) =>
  new URL(values.one('Secret', `postern-${service}`, key)).password;

describe('the servers of the overlay dev', () => {
  it('know the passwords that the services have', () => {
    const quoted = (password: string) => `"${password}"`;
    expect({
      ...values.all('Secret', 'nats'),
      ...values.all('Secret', 'redis'),
      ...values.all('Secret', 'postgres'),
    }).toEqual({
      // As NATS reads its environment.
      NATS_GATEWAY_PASSWORD: quoted(known('gateway', 'nats-url')),
      NATS_CLIENTS_PASSWORD: quoted(known('clients', 'nats-url')),
      NATS_TOKENS_PASSWORD: quoted(known('tokens', 'nats-url')),
      REDIS_TOKENS_PASSWORD: known('tokens', 'redis-url'),
      POSTERN_CLIENTS_PASSWORD: known('clients', 'database-url'),
      POSTERN_TOKENS_PASSWORD: known('tokens', 'database-url'),
      POSTERN_MIGRATIONS_PASSWORD: known('clients', 'migrations-database-url'),
      POSTGRES_PASSWORD: expect.any(String),
    });
    expect(known('tokens', 'migrations-database-url')).toBe(known('clients', 'migrations-database-url'));
  });

  it('are the same releases that compose runs', () => {
    const compose = parse(readFileSync(join(ROOT, 'docker/compose.yaml'), 'utf8')) as {
      services: Record<string, { image?: string }>;
    };
    for (const name of ['nats', 'postgres', 'redis']) {
      const images = workloadsIn(manifests)
        .filter((one) => one.name === name)
        .map(({ spec }) => spec.containers[0]?.image);
      expect([name, images]).toEqual([name, [compose.services[name]?.image]]);
    }
  });

  it('give each service a key of its own', () => {
    const keys = ['clients', 'tokens'].map((service) =>
      values.one('Secret', `postern-${service}`, 'key-encryption-key'),
    );
    expect(new Set(keys).size).toBe(2);
  });
});
