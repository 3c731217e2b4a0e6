import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { basic, type ApplicationClient, type Credentials, type Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const resources = new TestResources();
let postern: Postern;
let client: ApplicationClient;

beforeAll(async () => {
  postern = await startPostern(resources, { TRUSTED_PROXIES: '127.0.0.1' });
  client = await postern.createClient({ allowed_addresses: ['198.51.100.0/24', '2001:db8::/32'] });
});
afterAll(() => resources.release());

const attempt = (who: Credentials, address: string, path = '/oauth2/token') =>
  postern.post(
    path,
    { grant_type: 'client_credentials', token: 'x' },
    { authorization: basic(who), 'x-forwarded-for': address },
  );
const change = (allowed_addresses: unknown) =>
  postern.manage('PATCH', `/${client.client_id}`, { json: { allowed_addresses } });

describe('a client that is bound to addresses', () => {
  it.each(['/oauth2/token', '/oauth2/introspect', '/oauth2/revoke'])(
    'may authenticate at %s from there, and from elsewhere is answered as with a wrong secret',
    async (path) => {
      for (const address of ['198.51.100.7', '::ffff:198.51.100.7', '2001:db8::7'])
        expect((await attempt(client, address, path)).status).toBe(200);
      const wrong = await attempt({ ...client, client_secret: 'wrong' }, '198.51.100.7', path);
      expect(wrong.status).toBe(401);
      for (const address of ['192.0.2.7', '2001:db9::7', '::1', 'garbage']) {
        const { status, body, headers } = await attempt(client, address, path);
        const varying = { date: expect.anything(), 'x-request-id': expect.anything() };
        expect({ status, body, headers }).toEqual({
          status: 401,
          body: wrong.body,
          headers: { ...wrong.headers, ...varying },
        });
      }
    },
  );

  it('may be bound to others, which counts at once, and to none', async () => {
    expect((await change(['192.0.2.7'])).status).toBe(200);
    expect((await attempt(client, '198.51.100.7')).status).toBe(401);
    expect((await attempt(client, '192.0.2.7')).status).toBe(200);
    expect((await change([])).json()).toMatchObject({ allowed_addresses: [] });
    expect((await attempt(client, '203.0.113.7')).status).toBe(200);
  });

  it('is shown with its addresses, and the audit log knows of the change', async () => {
    const blocks = ['198.51.100.0/24'];
    const { status } = await change(blocks);
    expect(status).toBe(200);
    const shown = await postern.manage('GET', `/${client.client_id}`);
    expect(shown.json()).toMatchObject({ allowed_addresses: blocks });
    const events = await postern.manageAt(`/v1/audit-events?subject_id=${client.client_id}&limit=1`);
    expect(events.json<{ data: unknown[] }>().data[0]).toMatchObject({
      action: 'application_client.updated',
      after: { allowed_addresses: blocks },
    });
  });

  it('30: is not bound to what is no CIDR block; the answer names the field', async () => {
    for (const answer of [
      await change(['198.51.100.0/24', '198.51.100.0/33']),
      await postern.manage('POST', '', { json: { name: 'x', allowed_addresses: ['192.0.2.7', '10.0.0/8'] } }),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.json()).toMatchObject({
        errors: [
          {
            field: 'allowed_addresses.1',
            message: 'is neither a CIDR block, such as 192.0.2.0/24 or 2001:db8::/32, nor an IP address',
          },
        ],
      });
    }
  });
});
