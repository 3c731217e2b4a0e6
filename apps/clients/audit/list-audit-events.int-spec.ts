import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AUDIT_ACTIONS,
  listAuditEvents,
  type Actor,
  type AuditEvent,
  type RequestInput,
} from '@postern/contracts';
import { createTestDatabase, deferred, eventually, startTestNats, TestResources } from '@postern/testing';
import fc from 'fast-check';
import { ClientsStage } from '../fixtures/clients-stage.js';
import { AuditLog } from './audit-log.js';

type Query = RequestInput<typeof listAuditEvents>;
interface Entry {
  readonly actor: string;
  readonly subject: string;
  readonly request: string;
}

const audit = new AuditLog();
const resources = new TestResources();
let stage: ClientsStage;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
});

beforeEach(() => stage.sql('TRUNCATE audit_events'));

afterAll(() => resources.release());

/** Adds an entry in a transaction that ends once `before` has. */
function add(given: Partial<Entry> = {}, before: () => Promise<unknown> | undefined = () => undefined) {
  const { actor: id = 'someone', subject = 'pcl_1', request = 'request' } = given;
  const actor: Actor = { type: 'client', id, address: '192.0.2.1' };
  const entry = {
    actor,
    action: 'application_client.deleted',
    subjectId: subject,
    requestId: request,
  } as const;
  return stage.dataSource.transaction(async (manager) => {
    await manager.query('SELECT now()');
    await audit.record(manager, entry);
    await before();
  });
}

/** Events of all pages, with something done between any two of them. */
async function walk(query: Query, between: () => Promise<unknown> = () => Promise.resolve()) {
  const events: AuditEvent[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await stage.ask(listAuditEvents, { ...query, ...(cursor && { cursor }) });
    events.push(...page.data);
    cursor = page.next_cursor;
    if (cursor !== null) await between();
  }
  return events;
}

async function waitsForLock(): Promise<boolean> {
  return (await stage.sql(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)).length > 0;
}

const requestsOf = (events: readonly AuditEvent[]) => events.map(({ request_id }) => request_id);

describe('the list of audit events', () => {
  it('says what was done to what, by whom, from where and when', async () => {
    const before = Date.now();
    const { client_secret, ...client } = await stage.create({ name: 'Billing' });
    const { data, next_cursor } = await stage.ask(listAuditEvents, {});
    expect(next_cursor).toBeNull();
    expect(data).toEqual([
      {
        event_id: expect.any(String),
        occurred_at: expect.any(String),
        actor: { type: 'client', id: 'pcl_0000000000000000000000', address: '192.0.2.1' },
        action: 'application_client.created',
        subject: { type: 'application_client', id: client.client_id },
        request_id: expect.any(String),
        before: null,
        affected_clients: null,
        after: client,
      },
    ]);
    expect(JSON.stringify(data)).not.toContain(client_secret);
    expect(Math.abs(Date.parse(data[0]!.occurred_at) - before)).toBeLessThan(60_000);
  });

  it('has the newest first, or the oldest', async () => {
    for (const request of ['1', '2', '3']) await add({ request });
    expect(requestsOf(await walk({}))).toEqual(['3', '2', '1']);
    expect(requestsOf(await walk({ order: 'oldest_first', limit: 2 }))).toEqual(['1', '2', '3']);
  });

  it('finds what all its filters ask for, and no other', async () => {
    const word = fc.constantFrom('a', 'b', 'A', "'", '%', 'a b');
    const entries = fc.array(fc.record({ actor: word, subject: word, request: word }), { maxLength: 8 });
    const filter = fc.record({ actor_id: word, subject_id: word, request_id: word }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(entries, filter, fc.integer({ min: 1, max: 3 }), async (given, wanted, limit) => {
        await stage.sql('TRUNCATE audit_events');
        for (const entry of given) await add(entry);
        const expected = given.filter(
          ({ actor, subject, request }) =>
            (wanted.actor_id ?? actor) === actor &&
            (wanted.subject_id ?? subject) === subject &&
            (wanted.request_id ?? request) === request,
        );
        const found = (await walk({ ...wanted, limit, order: 'oldest_first' })).map((event) => ({
          actor: event.actor.id,
          subject: event.subject.id,
          request: event.request_id,
        }));
        expect(found).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('finds an action', async () => {
    const { client_id } = await stage.create();
    await add({ subject: client_id });
    for (const action of Object.keys(AUDIT_ACTIONS)) {
      const found = (await walk({ action })).map((event) => event.action);
      expect(found).toEqual(/^application_client\.(created|deleted)$/.test(action) ? [action] : []);
    }
  });

  it('has what occurred from a moment on, and before another', async () => {
    for (const request of ['1', '2', '3']) await add({ request });
    await stage.sql(
      `UPDATE audit_events SET occurred_at = '2026-01-01T00:00:00Z'::timestamptz + request_id::int * interval '1 ms'`,
    );
    const at = (milliseconds: number) => `2026-01-01T00:00:00.00${milliseconds}Z`;
    const between = async (window: Pick<Query, 'from' | 'to'>) => requestsOf(await walk(window)).reverse();
    expect(await between({ from: at(2) })).toEqual(['2', '3']);
    expect(await between({ to: at(2) })).toEqual(['1']);
    expect(await between({ from: at(1), to: at(3) })).toEqual(['1', '2']);
    expect(await between({ from: '2026-01-01T01:00:00.003+01:00' })).toEqual(['3']);
    // Later than the second by part of a millisecond.
    expect(await between({ from: '2026-01-01T00:00:00.0020001Z' })).toEqual(['3']);
    expect(await between({ to: '2026-01-01T00:00:00.0020001Z' })).toEqual(['1', '2']);
    expect(await between({ from: '0001-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' })).toHaveLength(3);
  });

  it('36: refuses the cursor of a list with another filter or order', async () => {
    for (const request of ['1', '2', '3']) await add({ request });
    const query: Query = { limit: 1, actor_id: 'someone' };
    const cursor = (await stage.ask(listAuditEvents, query)).next_cursor!;
    const others: Query[] = [{ actor_id: 'other' }, { actor_id: undefined }, { order: 'oldest_first' }];
    for (const other of [...others, { subject_id: 'someone' }, { to: '2200-01-01T00:00:00Z' }]) {
      const asked = stage.ask(listAuditEvents, { ...query, ...other, cursor });
      await expect(asked).rejects.toMatchObject({ code: 'invalid_request', fields: [{ field: 'cursor' }] });
    }
    expect(requestsOf(await walk({ ...query, limit: 9, cursor }))).toEqual(['2', '1']);
  });

  it('36: neither skips nor repeats while entries are added by many at a time', async () => {
    const plan = fc.record({
      first: fc.nat({ max: 6 }),
      added: fc.array(fc.array(fc.boolean(), { maxLength: 4 }), { maxLength: 8 }),
      limit: fc.integer({ min: 1, max: 3 }),
      order: fc.constantFrom('newest_first', 'oldest_first'),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ first, added, limit, order }) => {
        await stage.sql('TRUNCATE audit_events');
        let count = 0;
        const next = (mayEnd?: Promise<void>) => add({ request: String(count++) }, () => mayEnd);
        for (let left = first; left > 0; left--) await next();
        const there = requestsOf(await walk({ order }));
        const adding: Promise<unknown>[] = [];
        const later = added.values();
        let mayEnd = deferred();
        const seen = requestsOf(
          await walk({ limit, order }, () => {
            mayEnd.resolve();
            const held = deferred();
            mayEnd = held;
            // Some stay unfinished while the next page is read.
            for (const slow of later.next().value ?? []) adding.push(next(slow ? held.promise : undefined));
            return Promise.race([delay(5), Promise.all(adding)]);
          }),
        );
        mayEnd.resolve();
        await Promise.all(adding);
        const all = requestsOf(await walk({ order }));
        if (order === 'newest_first') expect(seen).toEqual(there);
        else expect(seen).toEqual(all.slice(0, seen.length));
        expect(seen).toEqual(expect.arrayContaining(there));
      }),
      { numRuns: 60 },
    );
  });

  it('never has an entry appear before one that could be read', async () => {
    const [started, mayEnd, quickEnded] = [deferred(), deferred(), deferred()];
    const slow = add({ request: 'slow' }, () => {
      started.resolve();
      return mayEnd.promise;
    });
    await started.promise;
    const quick = add({ request: 'quick' }).then(quickEnded.resolve);
    await Promise.race([quickEnded.promise, eventually('it waits for the other', waitsForLock)]);
    const seen = requestsOf(await walk({ order: 'oldest_first' }));
    mayEnd.resolve();
    await Promise.all([slow, quick]);
    const all = requestsOf(await walk({ order: 'oldest_first' }));
    expect(all).toHaveLength(2);
    expect(all.slice(0, seen.length)).toEqual(seen);
  });

  it('goes on in order where the clock of Postgres was set back', async () => {
    await add({ request: '1' });
    await stage.sql(`UPDATE audit_events SET occurred_at = now() + interval '1 hour'`);
    for (const request of ['2', '3']) await add({ request });
    expect(requestsOf(await walk({ order: 'oldest_first', limit: 1 }))).toEqual(['1', '2', '3']);
  });

  it('keeps of a state what its public form names, and no secret', async () => {
    const { client_secret, ...client } = await stage.create();
    const given = { ...client, client_secret, hash: '$argon2id$' };
    await stage.dataSource.transaction((manager) =>
      audit.record(manager, {
        actor: { type: 'system', id: 'test' },
        action: 'application_client.updated',
        subjectId: client.client_id,
        requestId: 'leak',
        before: given,
        after: given,
      }),
    );
    const [event] = await walk({ request_id: 'leak' });
    expect(event).toMatchObject({ before: client, after: client });
    expect(JSON.stringify(await stage.everythingStored())).not.toContain(client_secret);
  });
});
