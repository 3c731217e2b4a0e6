import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { statusOf } from '../system/many-times.js';
import { bearer, MANAGEMENT, type Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const PATH = '/v1/signing-keys';

interface SigningKey {
  readonly kid: string;
  readonly status: string;
  readonly status_until: string | null;
}

const resources = new TestResources();
let postern: Postern;

beforeAll(async () => {
  postern = await startPostern(resources);
});
afterAll(() => resources.release());

async function keySet(): Promise<string[]> {
  const answer = await postern.ask('/.well-known/jwks.json');
  return answer.json<{ keys: { kid: string }[] }>().keys.map(({ kid }) => kid);
}

const rotate = () => postern.manageAt(`${PATH}/rotate`, 'POST');

describe('signing keys', () => {
  it('are told of with their state, and with nothing private', async () => {
    const answer = await postern.manageAt(PATH);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const [kid] = await keySet();
    const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(answer.json()).toEqual({
      data: [
        {
          kid,
          algorithm: 'ES256',
          status: 'active',
          status_since: moment,
          status_until: null,
          rotation_requested: false,
          created_at: moment,
        },
      ],
    });
  });

  it('28: are rotated once however often that is asked for, and it is in the audit log who did so', async () => {
    const [before] = await keySet();
    // One waits for the other, and none for longer than for an answer of Postgres.
    const answers = await Promise.all(Array.from({ length: 10 }, rotate));
    expect(answers.map(statusOf)).toEqual(Array(10).fill(202));
    const { data: keys } = (await rotate()).json<{ data: SigningKey[] }>();
    expect(keys.map(({ status }) => status)).toEqual(['active', 'pending']);
    expect(keys[0]!.kid).toBe(before);
    expect(Date.parse(keys[1]!.status_until!)).toBeGreaterThan(Date.now());
    const events = async () =>
      (await postern.manageAt('/v1/audit-events?action=signing_key.rotation_requested')).json<{
        data: unknown[];
      }>().data;
    await eventually('it is there', async () => (await events()).length > 0);
    expect(await events()).toEqual([
      expect.objectContaining({
        actor: { type: 'client', id: postern.admin.client_id, address: '127.0.0.1' },
        subject: { type: 'signing_key', id: before },
      }),
    ]);
  });

  it('29: are for those who have the scopes for them', async () => {
    const client = await postern.createClient({ scopes: ['signing-keys:read', 'clients:write'] });
    const headers = bearer(await postern.accessToken(client, { resource: MANAGEMENT }));
    expect((await postern.ask(PATH, { headers })).status).toBe(200);
    expect((await postern.ask(`${PATH}/rotate`, { method: 'POST', headers })).status).toBe(403);
  });
});
