import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connections } from './connections.mjs';

const urls = {
  nats: 'nats://postern:secret@127.0.0.1:1',
  postgres: 'postgres://postern:secret@127.0.0.1:2/postern',
  redis: 'redis://:secret@127.0.0.1:3',
};
const environment = { NATS_CA_FILE: '/nats.pem', DATABASE_CA_FILE: '/db.pem', REDIS_CA_FILE: '/redis.pem' };

/** @param {NodeJS.ProcessEnv} settings */
const users = (settings) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value = '']) => [
      name,
      URL.canParse(value) ? new URL(value).username : value,
    ]),
  );

test('at servers of ours each process is a user of its own, and learns of no other server', () => {
  const all = connections({ environment, urls, servers: { nats: {}, postgres: {}, redis: {} } });
  assert.deepEqual(users(all.gateway), { NATS_URL: 'postern_gateway' });
  assert.deepEqual(users(all.clients), { NATS_URL: 'postern_clients', DATABASE_URL: 'postern_clients' });
  assert.deepEqual(users(all.tokens), {
    NATS_URL: 'postern_tokens',
    DATABASE_URL: 'postern_tokens',
    REDIS_URL: 'postern_tokens',
  });
  for (const service of /** @type {const} */ (['clients', 'tokens'])) {
    assert.deepEqual(users(all[service === 'clients' ? 'migrateClients' : 'migrateTokens']), {
      DATABASE_URL: 'postern_migrations',
      DATABASE_SERVICE_ROLE: `postern_${service}`,
    });
  }
});

test('passwords are of one user each, and none is the administrator’s', () => {
  const all = connections({ environment, urls, servers: { nats: {}, postgres: {}, redis: {} } });
  const passwords = Object.values(all)
    .flatMap((settings) => Object.values(settings))
    .filter((value = '') => URL.canParse(value))
    .map((url = '') => [new URL(url).username, new URL(url).password]);
  for (const [user, password] of passwords) {
    assert.match(password ?? '', /^[\w-]{43}$/);
    assert.ok(passwords.every(([other, its]) => (other === user) === (its === password)));
  }
});

test('at servers that are given all are who their URL names, with the files for TLS that belong to it', () => {
  const all = connections({ environment, urls, servers: { nats: {} } });
  assert.deepEqual(all.clients, {
    NATS_URL: all.clients['NATS_URL'],
    DATABASE_URL: urls.postgres,
    DATABASE_CA_FILE: '/db.pem',
  });
  assert.deepEqual(all.migrateTokens, { DATABASE_URL: urls.postgres, DATABASE_CA_FILE: '/db.pem' });
  assert.equal(all.tokens['REDIS_CA_FILE'], '/redis.pem');
  assert.equal(all.gateway['NATS_CA_FILE'], undefined);
});
