import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import * as oauth from 'oauth4webapi';
import { insecure } from '../system/insecure.js';
import { bodyOf, manyTimes, statusOf } from '../system/many-times.js';
import type { ApplicationClient, Credentials, Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';
import { emptyRedis } from '../system/stores.js';

const resources = new TestResources();
let postern: Postern;

beforeAll(async () => {
  postern = await sharedPostern(resources);
});
afterAll(() => resources.release());

interface Added {
  readonly secret_id: string;
  readonly client_secret: string;
  readonly hint: string;
  readonly expires_at: string | null;
}

async function add({ client_id }: ApplicationClient, json: object = {}) {
  const answer = await postern.manage('POST', `/${client_id}/secrets`, { json });
  if (answer.status !== 201) throw new Error(`No secret: ${answer.status} ${answer.body}`);
  return answer.json<Added>();
}
async function list({ client_id }: ApplicationClient) {
  const answer = await postern.manage('GET', `/${client_id}/secrets`);
  return answer.json<{ data: Added[] }>().data;
}
const remove = ({ client_id }: ApplicationClient, { secret_id }: Pick<Added, 'secret_id'>) =>
  postern.manage('DELETE', `/${client_id}/secrets/${secret_id}`);
const withSecret = ({ client_id }: ApplicationClient, { client_secret }: Added): Credentials => ({
  client_id,
  client_secret,
});
/** What every replica answers. */
const everywhere = (credentials: Credentials) => manyTimes(() => postern.requestToken(credentials), statusOf);

describe('17, 34: rotating a secret', () => {
  it('leaves no moment without a secret that works, and ends the old one at once', async () => {
    const client = await postern.createClient();
    expect(await everywhere(client)).toEqual([200]);
    const answer = await postern.manage('POST', `/${client.client_id}/secrets`, { json: {} });
    expect([answer.status, answer.headers['cache-control']]).toEqual([201, 'no-store']);
    const added = answer.json<Added>();
    expect([await everywhere(client), await everywhere(withSecret(client, added))]).toEqual([[200], [200]]);
    const [old] = await list(client);
    expect(old!.hint).toBe(client.client_secret.slice(-4));
    expect((await remove(client, old!)).status).toBe(204);
    expect([await everywhere(client), await everywhere(withSecret(client, added))]).toEqual([[401], [200]]);
    expect((await remove(client, old!)).status).toBe(404);
  });

  it('works in one call, by a stock library too', async () => {
    const client = await postern.createClient();
    const { client_id } = client;
    const { client_secret } = await add(client, { others_expire_in_seconds: 0 });
    const as = { issuer: postern.issuer, token_endpoint: `${postern.issuer}/oauth2/token` };
    const request = (secret: string) =>
      oauth.clientCredentialsGrantRequest(as, { client_id }, oauth.ClientSecretPost(secret), {}, insecure);
    expect((await request(client.client_secret)).status).toBe(401);
    const { access_token } = await oauth.processClientCredentialsResponse(
      as,
      { client_id },
      await request(client_secret),
    );
    expect((await postern.whoami(access_token)).status).toBe(200);
  });

  it('with a time of grace ends the others when it is over, at every replica, and not before', async () => {
    const client = await postern.createClient();
    expect(await everywhere(client)).toEqual([200]);
    const added = await add(client, { others_expire_in_seconds: 5 });
    const [old] = await list(client);
    const expiry = Date.parse(old!.expires_at!);
    await eventually('it is over', async () => {
      const statuses = await everywhere(client);
      // What was asked before the end may have been answered after it, not the other way round.
      if (Date.now() < expiry) expect(statuses).not.toContain(503);
      return Date.now() > expiry;
    });
    expect([await everywhere(client), await everywhere(withSecret(client, added))]).toEqual([[401], [200]]);
    await emptyRedis(postern);
    expect(await everywhere(client)).toEqual([401]);
    expect(await list(client)).toHaveLength(1);
  });

  it('leaves tokens that were got with an old secret alive', async () => {
    const client = await postern.createClient();
    const token = await postern.accessToken(client);
    await add(client, { others_expire_in_seconds: 0 });
    expect(await manyTimes(() => postern.whoami(token), statusOf)).toEqual([200]);
  });
});

describe('a request for a secret', () => {
  it('needs no body, and says what is wrong with one', async () => {
    const client = await postern.createClient();
    const path = `/${client.client_id}/secrets`;
    expect((await postern.manage('POST', path)).status).toBe(201);
    for (const json of [
      { expires_at: 'tomorrow' },
      { expires_at: '2001-01-01T00:00:00Z' },
      { others_expire_in_seconds: -1 },
      { client_secret: 'mine' },
    ]) {
      const answer = await postern.manage('POST', path, { json });
      const { errors } = answer.json<{ errors: { field: string }[] }>();
      expect([answer.status, errors.map(({ field }) => field)]).toEqual([400, Object.keys(json)]);
    }
    expect(await list(client)).toHaveLength(2);
  });

  it('beyond five secrets is refused with what to do', async () => {
    const client = await postern.createClient();
    for (let count = 1; count < 5; count++) await add(client);
    const answer = await postern.manage('POST', `/${client.client_id}/secrets`, { json: {} });
    expect([answer.status, answer.json()['type']]).toEqual([409, 'urn:postern:problem:too-many-secrets']);
  });

  it('31: for IDs that are none finds nothing', async () => {
    const client = await postern.createClient();
    for (const id of ['__proto__', '%00', 'x'.repeat(3_000), crypto.randomUUID(), '..%2f..']) {
      const status = (await postern.manage('DELETE', `/${client.client_id}/secrets/${id}`)).status;
      expect([id.slice(0, 20), [400, 404].includes(status)]).toEqual([id.slice(0, 20), true]);
    }
    expect(await list(client)).toHaveLength(1);
  });
});

describe('22: disabling, enabling and revoking', () => {
  it('a disabled client gets nothing and its tokens are inactive; enabled, it gets new ones and not the old', async () => {
    const client = await postern.createClient();
    const token = await postern.accessToken(client);
    expect(
      (await postern.manage('PATCH', `/${client.client_id}`, { json: { status: 'disabled' } })).status,
    ).toBe(200);
    expect(await everywhere(client)).toEqual([401]);
    expect(await manyTimes(() => postern.introspect(postern.admin, token), bodyOf)).toEqual([
      '{"active":false}',
    ]);
    await postern.manage('PATCH', `/${client.client_id}`, { json: { status: 'active' } });
    expect(await everywhere(client)).toEqual([200]);
    expect(await manyTimes(() => postern.whoami(token), statusOf)).toEqual([401]);
  });

  it('revoking all tokens ends them at every replica, and leaves the client in use', async () => {
    const client = await postern.createClient();
    const tokens = [await postern.accessToken(client), await postern.accessToken(client)];
    expect((await postern.manage('POST', `/${client.client_id}/revoke-tokens`)).status).toBe(204);
    for (const token of tokens) expect(await manyTimes(() => postern.whoami(token), statusOf)).toEqual([401]);
    const token = await postern.accessToken(client);
    expect(await manyTimes(() => postern.whoami(token), statusOf)).toEqual([200]);
    await emptyRedis(postern);
    expect(await manyTimes(() => postern.whoami(tokens[0]!), statusOf)).toEqual([401]);
  });

  it.each<[string, string, object]>([
    ['in the body', '', { json: { dry_run: true } }],
    ['in the query', '?dry_run=true', {}],
    ['in the query, twice', '?dry_run=true&dry_run=true', { json: {} }],
  ])(
    '30: revoking all tokens with an unknown field %s is refused, and ends none',
    async (_, query, question) => {
      const client = await postern.createClient();
      const token = await postern.accessToken(client);
      const answer = await postern.manage('POST', `/${client.client_id}/revoke-tokens${query}`, question);
      expect([answer.status, answer.json()['errors']]).toEqual([
        400,
        [{ field: 'dry_run', message: 'is not a field that can be set' }],
      ]);
      expect((await postern.whoami(token)).status).toBe(200);
    },
  );
});
