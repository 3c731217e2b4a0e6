import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, deleteClient, updateClient, type ApplicationClient } from '@postern/contracts';
import { createTestDatabase, startTestNats, TestResources } from '@postern/testing';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';

const resources = new TestResources();
let stage: ClientsStage;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
});

afterAll(() => resources.release());

interface Entry {
  action: string;
  before: Partial<ApplicationClient> | null;
  after: Partial<ApplicationClient> | null;
}

function entriesOf(clientId: string): Promise<Entry[]> {
  return stage.sql(
    `SELECT action, before, after, actor_type, actor_id, actor_address, request_id
     FROM audit_events WHERE subject_id = $1 ORDER BY coalesce((before ->> 'version')::int, 0)`,
    [clientId],
  );
}

const rename = (client_id: string, name: string) =>
  stage.ask(updateClient, { actor: ACTOR, client_id, change: { name } });

describe('the audit log', () => {
  it('has each change once, with the client before and after it', async () => {
    const { client_secret: _, ...created } = await stage.create({ name: 'first', scopes: ['a'] });
    const { client_id } = created;
    const updated = await rename(client_id, 'second');
    await stage.ask(deleteClient, { actor: ACTOR, client_id });
    const entries = await entriesOf(client_id);
    expect(entries.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
      { action: 'application_client.created', before: null, after: created },
      { action: 'application_client.updated', before: created, after: updated },
      { action: 'application_client.deleted', before: updated, after: null },
    ]);
  });

  it('says who asked, from where, and in which request', async () => {
    const actor = { type: 'administrator', id: 'someone', address: '2001:db8::7' } as const;
    const { client_id } = await stage.ask(createClient, { actor, client: { name: 'x' } }, 'request 1');
    const change = { name: 'y' };
    await stage.ask(updateClient, { actor: { type: 'system', id: 'job' }, client_id, change }, 'request 2');
    await stage.ask(deleteClient, { actor, client_id }, 'request 3');
    const administrator = { actor_type: 'administrator', actor_id: 'someone', actor_address: '2001:db8::7' };
    expect(await entriesOf(client_id)).toMatchObject([
      { ...administrator, request_id: 'request 1' },
      { actor_type: 'system', actor_id: 'job', actor_address: null, request_id: 'request 2' },
      { ...administrator, request_id: 'request 3' },
    ]);
  });

  it('has one entry for a create that is asked many times with one key', async () => {
    const command = { actor: ACTOR, client: { name: 'once' }, idempotency_key: 'many times' };
    const replies = await Promise.all(Array.from({ length: 10 }, () => stage.ask(createClient, command)));
    const entries = await Promise.all(replies.map(({ client_id }) => entriesOf(client_id)));
    for (const found of entries) expect(found).toHaveLength(1);
  });

  it('has one entry for each of many changes at a time, each beginning where the one before it ended', async () => {
    const { client_id } = await stage.create({ name: 'start' });
    const names = Array.from({ length: 8 }, (_, index) => `name ${index}`);
    await Promise.all(names.map((name) => rename(client_id, name)));
    const updates = (await entriesOf(client_id)).filter(({ action }) => action.endsWith('updated'));
    expect(updates.map(({ after }) => after!.name!).sort()).toEqual(names.sort());
    expect(updates.map(({ before }) => before!.version)).toEqual(names.map((_, index) => index + 1));
    updates.slice(1).forEach(({ before }, index) => {
      expect(before).toEqual(updates[index]!.after);
    });
  });

  it('has nothing of what was refused or changed nothing', async () => {
    const { client_id } = await stage.create({ name: 'same' });
    const stale = { actor: ACTOR, client_id, expected_versions: [9] };
    await rename(client_id, 'same');
    await expect(stage.ask(updateClient, { ...stale, change: { name: 'x' } })).rejects.toThrow();
    await expect(stage.ask(deleteClient, stale)).rejects.toThrow();
    await expect(stage.ask(createClient, { actor: ACTOR, client: { name: '' } })).rejects.toThrow();
    expect(await entriesOf(client_id)).toHaveLength(1);
    const nameless = `SELECT FROM audit_events WHERE after ->> 'name' = ''`;
    expect(await stage.sql(nameless)).toEqual([]);
  });
});
