import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addSecret,
  createClient,
  findClientRecord,
  getClient,
  listSecrets,
  updateClient,
  type RequestInput,
} from '@postern/contracts';
import { createTestDatabase, startTestNats, TestResources } from '@postern/testing';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';

const resources = new TestResources();
let stage: ClientsStage;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
});

afterAll(() => resources.release());

type Change = RequestInput<typeof updateClient>['change'];

const newKey = (kid: string) => {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-256', x: jwk.x!, y: jwk.y!, kid } as const;
};
const URI = 'https://client.example/jwks.json';
const jwks = { keys: [newKey('a'), newKey('b')] };
const byKeys = { token_endpoint_auth_method: 'private_key_jwt', jwks } as const;
const byUri = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: URI } as const;
const bySecret = { token_endpoint_auth_method: 'client_secret_basic' } as const;

const create = (settings: object) =>
  stage.ask(createClient, { actor: ACTOR, client: { name: 'With keys', ...settings } });
const update = (client_id: string, change: Change) =>
  stage.ask(updateClient, { actor: ACTOR, client_id, change });
const add = (client_id: string) => stage.ask(addSecret, { actor: ACTOR, client_id, secret: {} });
const secretsOf = async (client_id: string) => (await stage.ask(listSecrets, { client_id })).data;
const recordOf = async (client_id: string) => (await stage.ask(findClientRecord, { client_id })).record;
const refusalOf = (...fields: string[]) => ({
  code: 'invalid_request',
  fields: fields.map((field) => expect.objectContaining({ field })),
});

describe('a client that authenticates with keys', () => {
  it.each([
    ['given', byKeys, { jwks, jwks_uri: null }],
    ['published', byUri, { jwks: null, jwks_uri: URI }],
  ])('18: has no secret, whether they are %s', async (_, settings, keys) => {
    const created = await create(settings);
    expect(created).not.toHaveProperty('client_secret');
    expect(created).toMatchObject({ token_endpoint_auth_method: 'private_key_jwt', ...keys });
    expect(await stage.ask(getClient, { client_id: created.client_id })).toEqual(created);
    expect(await secretsOf(created.client_id)).toEqual([]);
    expect(await recordOf(created.client_id)).toMatchObject({
      token_endpoint_auth_method: 'private_key_jwt',
      ...keys,
      secrets: [],
    });
  });

  it('16: is given no secret', async () => {
    const { client_id } = await create(byKeys);
    await expect(add(client_id)).rejects.toMatchObject({ code: 'client_uses_keys' });
    expect(await secretsOf(client_id)).toEqual([]);
  });

  it('16: has lost its secrets, and gets a new one after it went back', async () => {
    const { client_id } = await stage.create();
    await add(client_id);
    expect(await update(client_id, byKeys)).toMatchObject({ ...byKeys, version: 3 });
    expect(await secretsOf(client_id)).toEqual([]);
    expect(await update(client_id, bySecret)).toMatchObject({ ...bySecret, jwks: null, jwks_uri: null });
    expect(await secretsOf(client_id)).toEqual([]);
    await add(client_id);
    expect((await recordOf(client_id))!.secrets).toHaveLength(1);
  });

  it('has one kind of keys, whichever came last', async () => {
    const { client_id } = await create(byKeys);
    expect(await update(client_id, { jwks_uri: URI })).toMatchObject({ jwks: null, jwks_uri: URI });
    const other = { keys: [newKey('c')] };
    expect(await update(client_id, { jwks: other })).toMatchObject({ jwks: other, jwks_uri: null });
    expect(await update(client_id, { jwks: other, jwks_uri: null })).toMatchObject({ version: 3 });
    expect(await update(client_id, { name: 'Renamed' })).toMatchObject({ jwks: other, version: 4 });
  });

  it.each<[string, Change, string[]]>([
    ['loses its keys', { jwks: null }, ['jwks']],
    ['has both kinds', { jwks, jwks_uri: URI }, ['jwks_uri']],
    ['goes back to a secret with keys', { ...bySecret, jwks }, ['jwks']],
    ['publishes its keys without TLS', { jwks_uri: 'http://client.example/jwks.json' }, ['jwks_uri']],
  ])('is not changed so that it %s', async (_, change, fields) => {
    const created = await create(byKeys);
    await expect(update(created.client_id, change)).rejects.toMatchObject(refusalOf(...fields));
    expect(await stage.ask(getClient, { client_id: created.client_id })).toEqual(created);
  });

  it('20: has no key that is not on its curve', async () => {
    const wrong = { ...newKey('wrong'), y: newKey('other').y };
    const withWrong = { ...byKeys, jwks: { keys: [newKey('a'), wrong] } };
    await expect(create(withWrong)).rejects.toMatchObject(refusalOf('jwks.keys.1'));
    const { client_id } = await stage.create();
    await expect(update(client_id, withWrong)).rejects.toMatchObject(refusalOf('jwks.keys.1'));
    expect(await secretsOf(client_id)).toHaveLength(1);
  });

  it.each(['127.0.0.1', '[::ffff:127.0.0.1]', '169.254.169.254', 'localhost', '10.1'])(
    '37: does not publish its keys inside a network of ours, as at %s',
    async (host) => {
      const settings = { ...byUri, jwks_uri: `https://${host}/jwks.json` };
      const message = 'names a host that is not public';
      const refusal = { code: 'invalid_request', fields: [{ field: 'jwks_uri', message }] };
      await expect(create(settings)).rejects.toMatchObject(refusal);
      const { client_id } = await stage.create();
      await expect(update(client_id, settings)).rejects.toMatchObject(refusal);
    },
  );

  it('37: publishes its keys by https alone', async () => {
    const settings = { ...byUri, jwks_uri: 'http://127.0.0.1/jwks.json' };
    await expect(create(settings)).rejects.toMatchObject(refusalOf('jwks_uri'));
  });

  it('is audited with its keys', async () => {
    const { client_id } = await stage.create();
    await update(client_id, byKeys);
    const [audited] = await stage.sql<{ before: object; after: object }>(
      `SELECT before, after FROM audit_events WHERE subject_id = $1 AND action = 'application_client.updated'`,
      [client_id],
    );
    expect(audited).toMatchObject({ before: { ...bySecret, jwks: null }, after: byKeys });
  });
});
