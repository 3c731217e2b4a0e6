import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, deleteClient, updateClient } from '@postern/contracts';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';
import { EventListener } from '../fixtures/event-listener.js';
import { FailingDatabase, lateFailures } from '../fixtures/late-failures.js';

const resources = new TestResources();
let stage: ClientsStage;
let database: FailingDatabase;
let listener: EventListener;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  listener = await EventListener.start(nats.url, resources);
  database = await FailingDatabase.of(stage);
});

afterAll(() => resources.release());

const ROWS_OF_CREATE = {
  application_clients: 'INSERT',
  client_secrets: 'INSERT',
  idempotency_keys: 'INSERT',
  audit_events: 'INSERT',
  outbox: 'INSERT',
};
const ROWS_OF_UPDATE = { application_clients: 'UPDATE', audit_events: 'INSERT', outbox: 'INSERT' };
const ROWS_OF_DELETE = {
  application_clients: 'DELETE',
  client_secrets: 'DELETE',
  audit_events: 'INSERT',
  outbox: 'INSERT',
};
describe('a change that fails late', () => {
  it.each(lateFailures(ROWS_OF_CREATE))('leaves nothing of a create: %s %s %s', async (...failure) => {
    const before = await database.stored();
    const command = { actor: ACTOR, client: { name: 'Billing' }, idempotency_key: failure.join(' ') };
    await database.during(failure, () => stage.ask(createClient, command));
    expect(await database.stored()).toEqual(before);
    // The key is not used up by what has failed.
    await stage.ask(createClient, command);
  });

  it.each(lateFailures(ROWS_OF_UPDATE))('leaves nothing of an update: %s %s %s', async (...failure) => {
    const { client_id } = await stage.create();
    const before = await database.stored();
    const command = { actor: ACTOR, client_id, change: { status: 'disabled' as const } };
    await database.during(failure, () => stage.ask(updateClient, command));
    expect(await database.stored()).toEqual(before);
  });

  it.each(lateFailures(ROWS_OF_DELETE))('leaves nothing of a delete: %s %s %s', async (...failure) => {
    const { client_id } = await stage.create();
    const before = await database.stored();
    await database.during(failure, () => stage.ask(deleteClient, { actor: ACTOR, client_id }));
    expect(await database.stored()).toEqual(before);
  });

  it('is told by no event, while each change that is committed is told', async () => {
    const { client_id } = await stage.create();
    await stage.ask(updateClient, { actor: ACTOR, client_id, change: { name: 'other' } });
    await stage.ask(deleteClient, { actor: ACTOR, client_id });
    const committed = await stage.sql<{ id: string; action: string }>(
      'SELECT subject_id AS id, action FROM audit_events',
    );
    await eventually('all is heard', () => listener.changes.length >= committed.length);
    expect(listener.changesOf(client_id)).toEqual(['created 1', 'updated 2', 'deleted 3']);
    const heard = listener.changes.map((change) => `${change.client_id} ${change.event}`);
    expect(heard.sort()).toEqual(committed.map(({ id, action }) => `${id} ${action.split('.')[1]!}`).sort());
  });
});
