import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, deleteClient, updateClient } from '@postern/contracts';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';
import { EventListener } from '../fixtures/event-listener.js';

const resources = new TestResources();
let stage: ClientsStage;
let listener: EventListener;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  listener = await EventListener.start(nats.url, resources);
  await stage.sql(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no such luck'; END $$`);
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
const MOMENTS = {
  'with its statement': (table: string, change: string) =>
    `CREATE TRIGGER failing BEFORE ${change} ON ${table} FOR EACH ROW EXECUTE FUNCTION fail()`,
  'at the commit': (table: string, change: string) =>
    `CREATE CONSTRAINT TRIGGER failing AFTER ${change} ON ${table} DEFERRABLE INITIALLY DEFERRED
     FOR EACH ROW EXECUTE FUNCTION fail()`,
};
type Moment = keyof typeof MOMENTS;

/** What is stored, once nothing waits to be published. */
async function stored(): Promise<string[]> {
  await eventually('the outbox is empty', async () => (await stage.sql('SELECT FROM outbox')).length === 0);
  return stage.everythingStored();
}

/** Does it while each change of this kind to the table fails. */
async function failing([table, change, moment]: Case, work: () => Promise<unknown>) {
  await stage.sql(MOMENTS[moment](table, change));
  try {
    await expect(work()).rejects.toMatchObject({ code: 'internal' });
  } finally {
    await stage.sql(`DROP TRIGGER failing ON ${table}`);
  }
}

type Case = [table: string, change: string, moment: Moment];

function cases(rows: Record<string, string>): Case[] {
  const moments = Object.keys(MOMENTS) as Moment[];
  return Object.entries(rows).flatMap(([table, change]) =>
    moments.map((moment): Case => [table, change, moment]),
  );
}

describe('a change that fails late', () => {
  it.each(cases(ROWS_OF_CREATE))('leaves nothing of a create: %s %s %s', async (...failure) => {
    const before = await stored();
    const command = { actor: ACTOR, client: { name: 'Billing' }, idempotency_key: failure.join(' ') };
    await failing(failure, () => stage.ask(createClient, command));
    expect(await stored()).toEqual(before);
    // The key is not used up by what has failed.
    await stage.ask(createClient, command);
  });

  it.each(cases(ROWS_OF_UPDATE))('leaves nothing of an update: %s %s %s', async (...failure) => {
    const { client_id } = await stage.create();
    const before = await stored();
    const command = { actor: ACTOR, client_id, change: { status: 'disabled' as const } };
    await failing(failure, () => stage.ask(updateClient, command));
    expect(await stored()).toEqual(before);
  });

  it.each(cases(ROWS_OF_DELETE))('leaves nothing of a delete: %s %s %s', async (...failure) => {
    const { client_id } = await stage.create();
    const before = await stored();
    await failing(failure, () => stage.ask(deleteClient, { actor: ACTOR, client_id }));
    expect(await stored()).toEqual(before);
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
