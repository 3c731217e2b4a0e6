import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, deleteClient, type Failure, type RequestInput } from '@postern/contracts';
import { createTestDatabase, startTestNats, TestResources } from '@postern/testing';
import { verify } from 'argon2';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';

const resources = new TestResources();
let stage: ClientsStage;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  await stage.startReplica();
});

afterAll(() => resources.release());

type Command = RequestInput<typeof createClient>;

const ANOTHER = { type: 'client', id: 'pcl_1111111111111111111111' } as const;

const create = (idempotency_key: string, name: string, more: Partial<Command> = {}) =>
  stage.ask(createClient, { actor: ACTOR, client: { name }, idempotency_key, ...more });

const clientsNamed = (name: string) =>
  stage.sql<{ client_id: string }>('SELECT client_id FROM application_clients WHERE name = $1', [name]);

const expire = () => stage.sql(`UPDATE idempotency_keys SET expires_at = now() - interval '1 ms'`);

describe('32: a create with an Idempotency-Key', () => {
  it('asked 50 times at once of two replicas makes one client, and shows each the same secret', async () => {
    const replies = await Promise.all(Array.from({ length: 50 }, () => create('fifty', 'Fifty')));
    for (const reply of replies) expect(reply).toEqual(replies[0]);
    expect(await clientsNamed('Fifty')).toEqual([{ client_id: replies[0]!.client_id }]);
    const [row, ...more] = await stage.sql<{ hash: string }>(
      'SELECT hash FROM client_secrets WHERE client_id = $1',
      [replies[0]!.client_id],
    );
    expect(more).toEqual([]);
    expect(await verify(row!.hash, replies[0]!.client_secret!)).toBe(true);
  });

  it('is refused for another body, whoever comes first, and makes nothing then', async () => {
    const names = ['One', 'Two', 'Three', 'Four'];
    const outcomes = await Promise.allSettled(names.map((name) => create('contended', name)));
    const made = (await Promise.all(names.map(clientsNamed))).flat();
    expect(made).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') expect(outcome.value.client_id).toBe(made[0]!.client_id);
      else expect((outcome.reason as Failure).code).toBe('idempotency_key_reused');
    }
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    { name: 'Same', description: 'other' },
    { name: 'Same', scopes: ['other'] },
    { name: 'Same ', description: '.' },
    { name: 'same' },
  ])('is refused for %p after another body', async (client) => {
    await create('bodies', 'Same').catch(() => undefined);
    const refusal = { code: 'idempotency_key_reused' };
    await expect(create('bodies', 'Same', { client })).rejects.toMatchObject(refusal);
  });

  it('takes a body that means the same for the same', async () => {
    const first = await create('meaning', 'Meaning');
    const client = { scopes: [], description: '', name: ' Meaning ' };
    expect(await create('meaning', 'Meaning', { client })).toEqual(first);
  });

  it('does not meet that of another caller with the same key', async () => {
    const own = await create('met', 'Own');
    const theirs = await create('met', 'Theirs', { actor: ANOTHER });
    expect(theirs.name).toBe('Theirs');
    expect(theirs.client_secret).not.toBe(own.client_secret);
    expect(await create('met', 'Own')).toEqual(own);
  });

  it('does not meet one with a longer or another key', async () => {
    const keys = ['k', 'kk', 'K', 'k ', '', 'k\u0000', 'é', 'e\u0301'];
    const replies = await Promise.all(keys.map((key) => create(key, 'Keys')));
    expect(new Set(replies.map(({ client_id }) => client_id)).size).toBe(keys.length);
  });

  it('is not met by one without a key', async () => {
    const first = await create('alone', 'Alone');
    const second = await stage.ask(createClient, { actor: ACTOR, client: { name: 'Alone' } });
    expect(second.client_id).not.toBe(first.client_id);
  });

  it('still shows the first answer when the client has changed or is gone', async () => {
    const first = await create('gone', 'Gone');
    await stage.ask(deleteClient, { actor: ACTOR, client_id: first.client_id });
    expect(await create('gone', 'Gone')).toEqual(first);
    expect(await clientsNamed('Gone')).toEqual([]);
  });

  it('is a new request once its time is over, with any body', async () => {
    const first = await create('over', 'Over');
    await expire();
    const second = await create('over', 'Other');
    expect(second.client_secret).not.toBe(first.client_secret);
    expect(await create('over', 'Other')).toEqual(second);
    await expect(create('over', 'Over')).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('is one new request where many come once its time is over', async () => {
    const first = await create('many', 'Many');
    await expire();
    const replies = await Promise.all(Array.from({ length: 10 }, () => create('many', 'Many')));
    expect(replies[0]!.client_id).not.toBe(first.client_id);
    for (const reply of replies) expect(reply).toEqual(replies[0]);
    expect(await clientsNamed('Many')).toHaveLength(2);
  });

  it('keeps its answer for ten minutes', async () => {
    await create('ten', 'Ten');
    const [row] = await stage.sql<{ left: number }>(
      'SELECT extract(epoch FROM max(expires_at) - now())::int AS left FROM idempotency_keys',
    );
    expect(row!.left).toBeLessThanOrEqual(600);
    expect(row!.left).toBeGreaterThan(500);
  });

  it('45: cannot be given the answer that is kept for another key or caller', async () => {
    await stage.sql('TRUNCATE idempotency_keys');
    const secrets = [
      await create('here', 'Place'),
      await create('there', 'Place'),
      await create('here', 'Place', { actor: ANOTHER }),
    ].map(({ client_secret }) => client_secret);
    // Each row gets the sealed answer of another one.
    await stage.sql(`
      WITH numbered AS (SELECT *, row_number() OVER (ORDER BY caller, key_digest) AS place FROM idempotency_keys)
      UPDATE idempotency_keys AS target SET sealed_reply = source.sealed_reply
      FROM numbered AS here JOIN numbered AS source ON source.place = here.place % 3 + 1
      WHERE target.caller = here.caller AND target.key_digest = here.key_digest`);
    const asked = [
      create('here', 'Place'),
      create('there', 'Place'),
      create('here', 'Place', { actor: ANOTHER }),
    ];
    for (const outcome of await Promise.allSettled(asked)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'internal' } });
      for (const secret of secrets) expect(JSON.stringify(outcome)).not.toContain(secret);
    }
  });
});
