import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getKeySet, issueToken, type RequestInput } from '@postern/contracts';
import { createTestDatabase, startTestNats, startTestRedis, TestResources } from '@postern/testing';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { ClientService } from '../fixtures/client-service.js';
import { ADDRESS, credentials, newClient, newSecret } from '../fixtures/records.js';
import { ISSUER, TokensStage } from '../fixtures/tokens-stage.js';

const resources = new TestResources();
let stage: TokensStage;
let clients: ClientService;

beforeAll(async () => {
  const [nats, redis, databaseUrl] = await Promise.all([
    startTestNats(resources),
    startTestRedis(resources),
    createTestDatabase(resources),
  ]);
  stage = await TokensStage.open({ natsUrl: nats.url, redisUrl: redis.url, databaseUrl }, resources);
  clients = await stage.startClientService();
  await stage.startReplica();
  await stage.startReplica();
});

afterAll(() => resources.release());

type Request = RequestInput<typeof issueToken>;

async function register(scopes: string[]) {
  const client = await newClient({ scopes });
  clients.commit(client.record);
  return client;
}

const issue = (authentication: Request['authentication'], more: Partial<Request> = {}) =>
  stage.ask(issueToken, {
    authentication,
    address: ADDRESS,
    grant_type: 'client_credentials',
    resources: [],
    ...more,
  });

/** What a resource server learns of a token from the published keys. */
async function verified(token: string) {
  const { keys } = await stage.ask(getKeySet, {});
  return jwtVerify(token, createLocalJWKSet({ keys }), { issuer: ISSUER, typ: 'at+jwt' });
}

describe('the client credentials grant', () => {
  it('9: issues a token that every resource server can verify with the published keys', async () => {
    const { record, authentication } = await register(['read', 'write']);
    const reply = await issue(authentication);
    expect(reply).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'read write' });
    const { payload, protectedHeader } = await verified(reply.access_token);
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) });
    const { client_id } = record;
    expect(payload).toMatchObject({ sub: client_id, client_id, aud: ISSUER, scope: 'read write' });
    expect(payload.exp! - payload.iat!).toBe(reply.expires_in);
  });

  it('51: issues one at the first try for a client of whose creation no event has told yet', async () => {
    for (let count = 0; count < 10; count++) {
      await clients.beat();
      const { authentication } = await register(['a']);
      expect(await issue(authentication)).toMatchObject({ scope: 'a' });
    }
  });

  it('6: grants the scope that it is asked for, in the token and in the answer', async () => {
    const { authentication } = await register(['a', 'b', 'c']);
    const reply = await issue(authentication, { scopes: ['c', 'a'] });
    expect(reply.scope).toBe('c a');
    expect((await verified(reply.access_token)).payload['scope']).toBe('c a');
  });

  it('7: puts all APIs that are asked for into the audience', async () => {
    const { authentication } = await register(['a', 'clients:read']);
    const reply = await issue(authentication, { resources: [ISSUER, `${ISSUER}/v1`] });
    const { payload } = await verified(reply.access_token);
    expect(payload).toMatchObject({ aud: [ISSUER, 'urn:postern:management'], scope: 'a clients:read' });
  });

  it.each([
    ['6: a scope that the client does not have', { scopes: ['x'] }, 'invalid_scope'],
    ['7: an API that there is not', { resources: ['urn:x'] }, 'invalid_target'],
  ])('refuses %s', async (_, more, code) => {
    const { authentication } = await register(['a']);
    await expect(issue(authentication, more)).rejects.toMatchObject({ code });
  });

  it('12: says of wrong credentials nothing but that, before it looks at what is asked for', async () => {
    const { record, authentication } = await register(['a']);
    const unknown = await newClient();
    const disabled = await newClient({ status: 'disabled' });
    clients.commit(disabled.record);
    const refusals = await Promise.all(
      [
        issue(credentials(record.client_id, newSecret())),
        issue(credentials(record.client_id, newSecret()), { scopes: ['x'], resources: ['urn:x'] }),
        issue(unknown.authentication),
        issue(disabled.authentication),
        issue(credentials('nobody', authentication.client_secret)),
      ].map((asked) => asked.catch((error: unknown) => error)),
    );
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: 'invalid_client' });
      expect(refusal).toEqual(refusals[0]);
    }
  });

  it('44: writes neither secret nor token to a log', async () => {
    const { authentication } = await register(['a']);
    const { access_token } = await issue(authentication);
    await issue(authentication, { scopes: ['x'] }).catch(() => undefined);
    const text = JSON.stringify(stage.lines);
    expect(text).toContain('tokens.issue');
    expect(text).not.toContain(authentication.client_secret);
    expect(text).not.toContain(access_token.split('.')[2]);
  });
});
