import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { SignJWT } from 'jose';
import { form, type Answer, type Parameters } from '../system/ask.js';
import { basic, type ApplicationClient, type Credentials, type Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';

const TOKEN = '/oauth2/token';
const GRANT = { grant_type: 'client_credentials' };

const resources = new TestResources();
let postern: Postern;
let client: ApplicationClient;
let other: ApplicationClient;

beforeAll(async () => {
  postern = await sharedPostern(resources);
  [client, other] = await Promise.all([postern.createClient(), postern.createClient()]);
});
afterAll(() => resources.release());

const withHeader = (authorization: string, parameters: Parameters = {}) =>
  postern.post(TOKEN, { ...GRANT, ...parameters }, { authorization });
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const percentEncoded = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** All that a caller sees of an answer, but for its date and its id. */
function visible({ status, headers: { date, 'x-request-id': id, ...headers }, body }: Answer): string {
  expect([date, id]).toEqual([expect.any(String), expect.any(String)]);
  return JSON.stringify({ status, headers, body });
}

/** Those that are refused, each for a reason of its own. */
async function refusedClients(): Promise<[why: string, Credentials][]> {
  const [disabled, deleted, deletedUnused] = await Promise.all([
    postern.createClient(),
    postern.createClient(),
    postern.createClient(),
  ]);
  await Promise.all([postern.accessToken(disabled), postern.accessToken(deleted)]);
  await postern.manage('PATCH', `/${disabled.client_id}`, { json: { status: 'disabled' } });
  await Promise.all([postern.deleteClient(deleted), postern.deleteClient(deletedUnused)]);
  const { client_id, client_secret } = client;
  return [
    ['wrong secret of the right form', { client_id, client_secret: other.client_secret }],
    [
      'wrong checksum',
      { client_id, client_secret: `${client_secret.slice(0, -1)}${client_secret.at(-1) === '0' ? 1 : 0}` },
    ],
    ['no form of a secret', { client_id, client_secret: 'secret' }],
    ['empty secret', { client_id, client_secret: '' }],
    ['secret with a NUL', { client_id, client_secret: `${client_secret}\0` }],
    ['unknown client', { client_id: 'pcl_0000000000000000000000', client_secret }],
    ['no form of an id', { client_id: 'client', client_secret }],
    ['id in another case', { client_id: client_id.toLowerCase(), client_secret }],
    ['id of another client', { client_id: other.client_id, client_secret }],
    ['disabled client', disabled],
    ['deleted client', deleted],
    ['deleted client that was never used', deletedUnused],
  ];
}

describe('a client that is refused', () => {
  it('12: wrong secret, unknown, disabled and deleted client answer with the same bytes', async () => {
    const refused = await refusedClients();
    for (const path of [TOKEN, '/oauth2/introspect']) {
      const parameters = path === TOKEN ? GRANT : { token: 'x' };
      const seen = new Map<string, string[]>();
      // The first time nothing of them is known, the second time something may be.
      for (const [why, credentials] of [...refused, ...refused]) {
        for (const answer of [
          await postern.post(path, parameters, { authorization: basic(credentials) }),
          ...(credentials.client_secret === ''
            ? []
            : [await postern.post(path, { ...parameters, ...credentials })]),
        ]) {
          seen.set(visible(answer), [...(seen.get(visible(answer)) ?? []), why]);
        }
      }
      expect([...seen.values()].map((whys) => [...new Set(whys)])).toEqual([refused.map(([why]) => why)]);
      const answer = JSON.parse([...seen.keys()][0]!) as Answer;
      expect([answer.status, JSON.parse(answer.body)]).toMatchObject([401, { error: 'invalid_client' }]);
      expect(answer.headers['www-authenticate']).toMatch(/^Basic realm=/);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  it('12: is so although another one with the same secret was let in before', async () => {
    await postern.accessToken(client);
    const { client_secret } = client;
    expect((await postern.requestToken({ client_id: other.client_id, client_secret })).status).toBe(401);
    expect((await postern.requestToken(other)).status).toBe(200);
  });
});

describe('client authentication', () => {
  it.each<[string, () => Promise<Answer>]>([
    [
      'Basic and a secret in the body',
      () => withHeader(basic(client), { client_secret: client.client_secret }),
    ],
    ['Basic and all in the body', () => withHeader(basic(client), { ...credentialsOf(client) })],
    ['Basic and another id in the body', () => withHeader(basic(client), { client_id: other.client_id })],
    ['another scheme and all in the body', () => withHeader('Bearer x', { ...credentialsOf(client) })],
    ['two headers with two clients', () => withTwoHeaders(basic(client), basic(other))],
    ['two equal headers', () => withTwoHeaders(basic(client), basic(client))],
  ])('13: by %s → 400 invalid_request', async (_, question) => {
    const answer = await question();
    expect([answer.status, answer.json()['error']]).toEqual([400, 'invalid_request']);
  });

  it('13: by Basic may repeat the same id in the body', async () => {
    expect((await withHeader(basic(client), { client_id: client.client_id })).status).toBe(200);
  });

  it('14: by Basic is form-decoded, whichever characters were encoded', async () => {
    const { client_id, client_secret } = client;
    const pair = `${percentEncoded(client_id)}:${percentEncoded(client_secret)}`;
    expect((await withHeader(`Basic ${base64(pair)}`)).status).toBe(200);
    expect((await withHeader(`basic   ${base64(pair.toUpperCase())}`)).status).toBe(200);
  });

  it.each(['+', '%20', ':', '%3A', '%', '&', '%26', 'é', '%C3%A9'])(
    '14: a secret that ends in %s is another one, and nothing worse',
    async (end) => {
      const answer = await withHeader(`Basic ${base64(`${client.client_id}:${client.client_secret}${end}`)}`);
      expect(answer.status).toBe(end === '%' ? 400 : 401);
    },
  );

  it.each([
    ['nothing', 'Basic'],
    ['bad base64', 'Basic ***'],
    ['base64url', `Basic ${Buffer.from('??>>??>>:x').toString('base64url')}`],
    ['no colon', `Basic ${base64('client')}`],
    ['a bad escape', `Basic ${base64('client:%zz')}`],
    ['bytes that are no UTF-8', `Basic ${base64(Uint8Array.of(0xff, 0x3a, 0xff))}`],
    ['more than one value', `Basic ${base64('a:b')} ${base64('a:b')}`],
  ])('15: by Basic with %s → 400', async (_, header) => {
    const answer = await withHeader(header);
    expect([answer.status, answer.json()['error']]).toEqual([400, 'invalid_request']);
  });

  it.each<[string, () => Parameters]>([
    ['nothing at all', () => ({})],
    ['an id alone, which is the method none', () => ({ client_id: client.client_id })],
    ['an id and an empty secret', () => ({ client_id: client.client_id, client_secret: '' })],
    ['a secret alone', () => ({ client_secret: client.client_secret })],
  ])('15: by %s → 401', async (_, parameters) => {
    const answer = await postern.post(TOKEN, { ...GRANT, ...parameters() });
    expect([answer.status, answer.json()['error']]).toEqual([401, 'invalid_client']);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
  });

  it('16: by a method that the client does not have → 401', async () => {
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(client.client_id)
      .setSubject(client.client_id)
      .setAudience(postern.issuer)
      .setExpirationTime('1m')
      .sign(Buffer.from(client.client_secret));
    const byAssertion = {
      client_id: client.client_id,
      client_assertion: assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    };
    const token = await postern.accessToken(client);
    for (const answer of [
      await postern.post(TOKEN, { ...GRANT, ...byAssertion }),
      await withHeader(`Bearer ${token}`),
      await withHeader(`Digest username="${client.client_id}"`),
    ]) {
      expect([answer.status, answer.json()['error']]).toEqual([401, 'invalid_client']);
    }
  });
});

function credentialsOf({ client_id, client_secret }: Credentials): Parameters {
  return { client_id, client_secret };
}

function withTwoHeaders(...authorization: string[]): Promise<Answer> {
  const headers = { Authorization: authorization, 'content-type': 'application/x-www-form-urlencoded' };
  return postern.ask(TOKEN, { method: 'POST', headers, body: form(GRANT) });
}
