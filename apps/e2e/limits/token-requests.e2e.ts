import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { basic, type Credentials, type Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const OF_CLIENT = 6;
const OF_ADDRESS = 10;

const resources = new TestResources();
let postern: Postern;

beforeAll(async () => {
  postern = await startPostern(resources, {
    TRUSTED_PROXIES: '127.0.0.1',
    TOKEN_REQUESTS_PER_MINUTE_PER_CLIENT: String(OF_CLIENT),
    TOKEN_REQUESTS_PER_MINUTE_PER_ADDRESS: String(OF_ADDRESS),
  });
});
afterAll(() => resources.release());

const attempt = (who: Credentials, address: string, path = '/oauth2/token') =>
  postern.post(
    path,
    { grant_type: 'client_credentials', token: 'x' },
    { authorization: basic(who), 'x-forwarded-for': address },
  );

describe('requests for tokens', () => {
  it('say what is left of the limits, and are refused past them with 429 and Retry-After', async () => {
    const client = await postern.createClient();
    for (let left = OF_CLIENT - 1; left >= 0; left--) {
      const answer = await attempt(client, `198.51.100.${left}`);
      expect([answer.status, answer.headers['ratelimit-policy']]).toEqual([
        200,
        `"client";q=${OF_CLIENT};w=60, "address";q=${OF_ADDRESS};w=60`,
      ]);
      expect(answer.headers['ratelimit']).toMatch(
        new RegExp(`^"client";r=${left};t=\\d+, "address";r=${OF_ADDRESS - 1};t=\\d+$`),
      );
      expect(answer.json()).not.toHaveProperty('rate_limits');
    }
    const refused = await attempt(client, '198.51.100.99');
    expect(refused.status).toBe(429);
    expect(refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
    expect(refused.headers['ratelimit-policy']).toBe(`"client";q=${OF_CLIENT};w=60`);
    expect(refused.headers['ratelimit']).toBe(`"client";r=0;t=${refused.headers['retry-after']}`);
  });

  it('of one address are refused whoever makes them, and those of others are not', async () => {
    const clients = [await postern.createClient(), await postern.createClient()];
    for (let made = 0; made < OF_ADDRESS; made++)
      expect((await attempt(clients[made % 2]!, '192.0.2.7')).status).toBe(200);
    const refused = await attempt(clients[0]!, '192.0.2.7');
    expect([refused.status, refused.headers['ratelimit-policy']]).toEqual([
      429,
      `"address";q=${OF_ADDRESS};w=60`,
    ]);
    expect((await attempt(clients[1]!, '192.0.2.8')).status).toBe(200);
  });

  it('do not include introspection and revocation', async () => {
    const client = await postern.createClient();
    for (let made = 0; made < OF_ADDRESS + 2; made++)
      expect((await attempt(client, '192.0.2.9', '/oauth2/introspect')).status).toBe(200);
    expect((await attempt(client, '192.0.2.9')).status).toBe(200);
  });
});
