import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, deleteClient, findClientRecord, getClient, updateClient } from '@postern/contracts';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import { verify } from 'argon2';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';
import { EventListener } from '../fixtures/event-listener.js';

const resources = new TestResources();
let stage: ClientsStage;
let listener: EventListener;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  listener = await EventListener.start(nats.url, resources);
});

afterAll(() => resources.release());

interface SecretRow {
  hash: string;
  hint: string;
  expires_at: Date | null;
}

function secretsOf(clientId: string): Promise<SecretRow[]> {
  return stage.sql('SELECT hash, hint, expires_at FROM client_secrets WHERE client_id = $1', [clientId]);
}

/** `text` as it would stand in text, in a bytea column, and anywhere in a base64 value. */
function spellings(text: string): string[] {
  const base64 = ['', 'x', 'xx'].map((before) =>
    Buffer.from(before + text)
      .toString('base64')
      .slice(4, -4),
  );
  return [text, Buffer.from(text).toString('hex'), ...base64];
}

describe('creating a client', () => {
  it('keeps its secret as an argon2id hash with a hint of four characters, for ever', async () => {
    const { client_id, client_secret } = await stage.create();
    const [secret, ...others] = await secretsOf(client_id);
    expect(others).toEqual([]);
    expect(secret!.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verify(secret!.hash, client_secret)).toBe(true);
    expect(await verify(secret!.hash, `${client_secret}x`)).toBe(false);
    expect(secret).toMatchObject({ hint: client_secret.slice(-4), expires_at: null });
  });

  it('hands the token service what it needs to know of it', async () => {
    const { client_id, client_secret } = await stage.create({ scopes: ['a', 'clients:read'] });
    const [secret] = await secretsOf(client_id);
    expect(await stage.ask(findClientRecord, { client_id })).toEqual({
      record: {
        client_id,
        status: 'active',
        scopes: ['a', 'clients:read'],
        grants: [],
        token_lifetime_seconds: null,
        resource_server_for: null,
        token_endpoint_auth_method: 'client_secret_basic',
        jwks: null,
        jwks_uri: null,
        allowed_addresses: [],
        version: 1,
        tokens_since: 1,
        management_since: 1,
        secrets: [
          {
            secret_id: expect.any(String),
            hash: secret!.hash,
            hint: client_secret.slice(-4),
            expires_at: null,
          },
        ],
      },
    });
  });

  it('makes another ID and secret each time, also for the same name', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => stage.create({ name: 'Twin' })));
    expect(new Set(all.map((one) => one.client_id)).size).toBe(8);
    expect(new Set(all.map((one) => one.client_secret)).size).toBe(8);
  });

  it('34: leaves the secret neither in a table, an event, an audit entry nor a log line', async () => {
    const command = { actor: ACTOR, client: { name: 'Billing' }, idempotency_key: 'with a kept reply' };
    const { client_id, client_secret = '' } = await stage.ask(createClient, command);
    await stage.ask(createClient, command);
    await stage.ask(updateClient, { actor: ACTOR, client_id, change: { description: 'Invoices' } });
    await stage.ask(getClient, { client_id });
    const everything = async () => [
      ...(await stage.everythingStored()),
      ...listener.changes.map((change) => JSON.stringify(change)),
      ...stage.lines.map((line) => JSON.stringify(line)),
    ];
    const before = await everything();
    await stage.ask(deleteClient, { actor: ACTOR, client_id });
    await eventually('the delete is heard of', () => listener.changesOf(client_id).includes('deleted 3'));
    const text = [...before, ...(await everything())].join('\n');
    // What must be found is found, so the search sees what is there.
    expect(text).toContain(client_id);
    expect(text).toContain(client_secret.slice(-4));
    for (const spelling of spellings(client_secret.slice(4, 40))) expect(text).not.toContain(spelling);
  });
});
