import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import type { Answer } from '../system/ask.js';
import { whileDown } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import { basic, type ApplicationClient, type Credentials } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const OF_CLIENT = 5;
const OF_ADDRESS = 12;
/** Of so many requests some come to each replica. */
const MANY = 30;
const FORM = 'application/x-www-form-urlencoded';
const ENDPOINTS = ['/oauth2/token', '/oauth2/introspect', '/oauth2/revoke'];

const resources = new TestResources();
let postern: OwnPostern;
let client: ApplicationClient;

beforeAll(async () => {
  postern = await startPostern(resources, {
    // The tests ask from here; what comes from elsewhere on this machine is no proxy.
    TRUSTED_PROXIES: '127.0.0.1',
    FAILED_AUTHENTICATIONS_PER_MINUTE_PER_CLIENT_AND_ADDRESS: String(OF_CLIENT),
    FAILED_AUTHENTICATIONS_PER_MINUTE_PER_ADDRESS: String(OF_ADDRESS),
  });
});
afterAll(() => resources.release());

let address: string;
let lastAddress = 0;
const newAddress = () => `198.51.100.${++lastAddress}`;

beforeEach(async () => {
  client = await postern.createClient({ scopes: ['a'] });
  address = newAddress();
});

interface Try extends Credentials {
  readonly path?: string;
  /** Where the connection comes from, unless from the proxy. */
  readonly from?: string;
  /** `X-Forwarded-For`. */
  readonly forwarded?: string;
}

function attempt({
  path = '/oauth2/token',
  from,
  forwarded = address,
  ...credentials
}: Try): Promise<Answer> {
  return postern.ask(path, {
    method: 'POST',
    headers: { 'content-type': FORM, authorization: basic(credentials), 'x-forwarded-for': forwarded },
    body: 'grant_type=client_credentials&token=x',
    ...(from !== undefined && { from }),
  });
}

let made = 0;
const unknown = (): Credentials => ({
  client_id: `pcl_${String(++made).padStart(22, 'Z')}`,
  client_secret: client.client_secret,
});
const wrong = (): Credentials => ({ client_id: client.client_id, client_secret: 'wrong' });

async function statuses(times: number, next: () => Try): Promise<number[]> {
  const seen: number[] = [];
  for (let time = 0; time < times; time++) seen.push((await attempt(next())).status);
  return seen;
}

const expected = (refused: number, slowed: number) => [
  ...Array<number>(refused).fill(401),
  ...Array<number>(slowed).fill(429),
];

describe('47: failed authentications', () => {
  it.each(ENDPOINTS)('at %s are slowed with 429 and Retry-After', async (path) => {
    expect(await statuses(OF_CLIENT + 2, () => ({ ...wrong(), path }))).toEqual(expected(OF_CLIENT, 2));
    const answer = await attempt({ ...wrong(), path });
    const retryAfter = Number(answer.headers['retry-after']);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(answer.headers['www-authenticate']).toBeUndefined();
    expect(answer.json()).toEqual({
      error: 'temporarily_unavailable',
      error_description: 'Too many client authentications have failed. Try again when Retry-After is over.',
    });
  });

  it('at all endpoints together count as one, and with assertions too', async () => {
    let turn = 0;
    const seen = await statuses(OF_CLIENT, () => ({ ...wrong(), path: ENDPOINTS[++turn % 3]! }));
    expect(seen).toEqual(expected(OF_CLIENT, 0));
    const header = Buffer.from('{"alg":"ES256"}').toString('base64url');
    const claims = Buffer.from(JSON.stringify({ sub: client.client_id })).toString('base64url');
    const answer = await postern.post(
      '/oauth2/token',
      {
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: `${header}.${claims}.eA`,
      },
      { 'x-forwarded-for': address },
    );
    expect(answer.status).toBe(429);
  });

  it('of an address are slowed whoever is named', async () => {
    expect(await statuses(OF_ADDRESS + 2, unknown)).toEqual(expected(OF_ADDRESS, 2));
  });

  it('answer alike whether or not there is such a client, 429 too', async () => {
    const answers: Answer[][] = [];
    for (const credentials of [wrong(), unknown()]) {
      const from = newAddress();
      const seen: Answer[] = [];
      for (let time = 0; time < OF_CLIENT + 1; time++)
        seen.push(await attempt({ ...credentials, forwarded: from }));
      answers.push(seen);
    }
    const [known = [], none = []] = answers.map((seen) =>
      seen.map(({ status, body, headers }) => ({ status, body, names: Object.keys(headers) })),
    );
    expect(known).toEqual(none);
  });

  it('in the name of a client lock it out nowhere else', async () => {
    await statuses(OF_CLIENT + 2, wrong);
    expect((await attempt({ ...client, forwarded: newAddress() })).status).toBe(200);
  });

  it('behind the same NAT do not lock out a client', async () => {
    const guess = { ...client, client_secret: (await postern.createClient()).client_secret };
    await statuses(OF_CLIENT + MANY, () => guess);
    await statuses(OF_ADDRESS, unknown);
    expect((await attempt(unknown())).status).toBe(429);
    for (let time = 0; time < 4; time++) {
      expect((await attempt(client)).status).toBe(200);
      expect((await attempt(wrong())).status).toBe(429);
    }
  });

  it('47, 51: of others lock out no client that has never come from there', async () => {
    await statuses(OF_ADDRESS + MANY, unknown);
    expect((await attempt({ ...unknown(), client_secret: 'wrong' })).status).toBe(429);
    expect((await attempt(await postern.createClient())).status).toBe(200);
  });

  it('are counted by network with IPv6, and as IPv4 where that is mapped', async () => {
    let host = 0;
    const inNetwork = () => ({ ...wrong(), forwarded: `2001:db8:0:${lastAddress}:${++host}::1` });
    expect(await statuses(OF_CLIENT + 1, inNetwork)).toEqual(expected(OF_CLIENT, 1));
    await statuses(OF_CLIENT, () => ({ ...wrong(), forwarded: `::ffff:${address}` }));
    expect((await attempt(wrong())).status).toBe(429);
  });

  it('are not helped by a forged X-Forwarded-For, from whom is no trusted proxy', async () => {
    const forged = () => ({ ...wrong(), from: '127.0.0.2', forwarded: newAddress() });
    // Each replica notices when it sees a failure: so many come to both.
    expect(await statuses(OF_CLIENT + MANY, forged)).toEqual(expected(OF_CLIENT, MANY));
    expect((await attempt({ ...wrong(), forwarded: '127.0.0.2' })).status).toBe(429);
  });

  it('are not helped by what a caller writes before the address that a trusted proxy adds', async () => {
    const forged = () => ({ ...wrong(), forwarded: `${newAddress()}, ${address}` });
    expect(await statuses(OF_CLIENT + 2, forged)).toEqual(expected(OF_CLIENT, 2));
  });

  it('do not name a victim to be locked out, in a header that is not believed', async () => {
    const victim = newAddress();
    await statuses(OF_CLIENT + 2, () => ({ ...wrong(), from: '127.0.0.3', forwarded: victim }));
    expect((await attempt({ ...client, forwarded: victim })).status).toBe(200);
  });

  it('are counted while Redis is away, and all others are served', async () => {
    await whileDown([postern.server('redis')], async () => {
      // Each of two replicas counts by itself; of so many at least as many come to each.
      const seen = await statuses(2 * MANY, wrong);
      expect(seen.slice(0, OF_CLIENT)).toEqual(expected(OF_CLIENT, 0));
      expect(seen.slice(-2)).toEqual([429, 429]);
      expect((await attempt({ ...client, forwarded: newAddress() })).status).toBe(200);
    });
  });

  it('that are slowed are counted by limit', async () => {
    await statuses(OF_CLIENT + 2, wrong);
    expect((await postern.ask('/metrics')).body).toMatch(
      /^postern_limited_requests_total\{route="\/oauth2\/token",limit="failures_of_client_at_address"\} [1-9]/m,
    );
  });
});
