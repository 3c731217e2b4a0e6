import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { listClients, type RequestInput } from '@postern/contracts';
import { createTestDatabase, startTestNats, TestResources } from '@postern/testing';
import fc from 'fast-check';
import { generateClientId } from '../secrets/generate-credentials.js';
import { ClientsStage } from '../fixtures/clients-stage.js';

const INDEXES = `
  SELECT indexname AS name FROM pg_indexes
  WHERE tablename = 'application_clients' AND indexname <> 'application_clients_pkey'`;

const resources = new TestResources();
let stage: ClientsStage;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  // An index has an order of its own, which would hide that the list asks for none.
  for (const { name } of await stage.sql<{ name: string }>(INDEXES)) await stage.sql(`DROP INDEX ${name}`);
});

beforeEach(() => clear());

afterAll(() => resources.release());

type Query = RequestInput<typeof listClients>;

const clear = () => stage.sql('TRUNCATE application_clients CASCADE');

/** A row without a secret, which a list does not need. */
async function add(name: string, created = 0): Promise<string> {
  const clientId = generateClientId();
  await stage.sql(
    `INSERT INTO application_clients
       (client_id, name, description, status, scopes, version, created_at, updated_at)
     VALUES ($1, $2, '', 'active', '{}', 1, to_timestamp($3), to_timestamp($3))`,
    [clientId, name, 1_800_000_000 + created],
  );
  return clientId;
}

const use = (name: string, daysAgo: number) =>
  stage.sql(
    'UPDATE application_clients SET last_used_at = now() - make_interval(days => $2) WHERE name = $1',
    [name, daysAgo],
  );

async function names(query: Query): Promise<string[]> {
  return (await stage.ask(listClients, query)).data.map(({ name }) => name);
}

/** IDs of all pages, with something done between any two of them. */
async function walk(query: Query, between: () => Promise<unknown> = () => Promise.resolve()) {
  const ids: string[] = [];
  let cursor: string | null | undefined;
  for (;;) {
    const page = await stage.ask(listClients, { ...query, ...(cursor && { cursor }) });
    ids.push(...page.data.map(({ client_id }) => client_id));
    cursor = page.next_cursor;
    if (cursor === null) return ids;
    expect(page.data).toHaveLength(Number(query.limit));
    await between();
  }
}

describe('the list of clients', () => {
  it('is sorted by time or by name without regard to case, either way', async () => {
    for (const [index, name] of ['b', 'C', 'a', 'B2', 'A2'].entries()) await add(name, index);
    const oldest = ['b', 'C', 'a', 'B2', 'A2'];
    const alphabet = ['a', 'A2', 'b', 'B2', 'C'];
    expect(await names({})).toEqual([...oldest].reverse());
    expect(await names({ sort: '-created_at' })).toEqual([...oldest].reverse());
    expect(await names({ sort: 'created_at' })).toEqual(oldest);
    expect(await names({ sort: 'name' })).toEqual(alphabet);
    expect(await names({ sort: '-name' })).toEqual([...alphabet].reverse());
  });

  it('is sorted by the last use, of which never is the longest ago, over pages too', async () => {
    for (const name of ['never', 'late', 'early', 'never too']) await add(name);
    await use('late', 1);
    await use('early', 2);
    const [never, other] = (await names({ sort: 'last_used_at' })).slice(0, 2);
    expect([never, other].sort()).toEqual(['never', 'never too']);
    expect(await names({ sort: 'last_used_at' })).toEqual([never, other, 'early', 'late']);
    expect(await names({ sort: '-last_used_at' })).toEqual(['late', 'early', other, never]);
    expect(await walk({ sort: '-last_used_at', limit: 1 })).toHaveLength(4);
    expect(await walk({ sort: 'last_used_at', limit: 3 })).toHaveLength(4);
  });

  it('finds those that are active and have not been used for so many days', async () => {
    for (const name of ['old', 'old, used', 'old, used long ago', 'disabled']) await add(name, -1e9);
    await stage.sql(`UPDATE application_clients SET status = 'disabled' WHERE name = 'disabled'`);
    await stage.sql(`
      INSERT INTO application_clients (client_id, name, description, status, scopes, version, created_at, updated_at)
      VALUES ('pcl_new0000000000000000000', 'new', '', 'active', '{}', 1, now(), now())`);
    await use('old, used', 89);
    await use('old, used long ago', 91);
    expect((await names({ unused_for_days: 90 })).sort()).toEqual(['old', 'old, used long ago']);
    expect(await names({ status: 'disabled' })).toEqual(['disabled']);
    expect(await names({ status: 'active', unused_for_days: 90, search: 'long' })).toEqual([
      'old, used long ago',
    ]);
  });

  it('tells when the next secret of each stops working, and finds those where that is soon', async () => {
    for (const name of ['soon', 'later', 'over', 'never']) await add(name);
    const expire = (name: string, days: number | null) =>
      stage.sql(
        `INSERT INTO client_secrets (secret_id, client_id, hash, hint, created_at, expires_at)
         SELECT gen_random_uuid(), client_id, '', '', now(), now() + make_interval(days => $2)
         FROM application_clients WHERE name = $1`,
        [name, days],
      );
    for (const [name, days] of [
      ['soon', 30],
      ['soon', 3],
      ['soon', -1],
      ['later', 20],
      ['over', -1],
      ['never', null],
    ] as const)
      await expire(name, days);
    expect(await names({ secret_expires_within_days: 14 })).toEqual(['soon']);
    const { data } = await stage.ask(listClients, { sort: 'name' });
    const inDays = (at: string | null) => at && Math.round((Date.parse(at) - Date.now()) / 86_400_000);
    expect(data.map((one) => [one.name, inDays(one.next_secret_expires_at)])).toEqual([
      ['later', 20],
      ['never', null],
      ['over', null],
      ['soon', 3],
    ]);
  });

  it.each(['name', '-name', 'created_at', '-created_at', 'last_used_at', '-last_used_at'] as const)(
    'has rows that are equal by %s always in one order',
    async (sort) => {
      const ids = await Promise.all(['twin', 'Twin', 'TWIN', 'twIn', 'twin'].map((name) => add(name)));
      const whole = await walk({ sort, limit: 5 });
      expect([...whole].sort()).toEqual([...ids].sort());
      expect(await walk({ sort, limit: 1 })).toEqual(whole);
      expect(await walk({ sort, limit: 2 })).toEqual(whole);
    },
  );

  it('36: caps a limit beyond the maximum', async () => {
    await stage.sql(`
      INSERT INTO application_clients
        (client_id, name, description, status, scopes, version, created_at, updated_at)
      SELECT 'pcl_' || lpad(number::text, 22, '0'), 'client', '', 'active', '{}', 1, now(), now()
      FROM generate_series(1, 201) AS number`);
    const page = await stage.ask(listClients, { limit: 1_000_000 });
    expect(page.data).toHaveLength(200);
    expect(page.next_cursor).not.toBeNull();
  });

  it('36: has shorter pages where clients are large, and loses none', async () => {
    await stage.sql(
      `INSERT INTO application_clients
        (client_id, name, description, status, scopes, version, created_at, updated_at)
       SELECT 'pcl_' || lpad(number::text, 22, '0'), $1, $2, 'active', ARRAY[$3], 1, now(), now()
       FROM generate_series(1, 200) AS number`,
      ['\u{1F511}'.repeat(100), '\u{1F511}'.repeat(500), 'a'.repeat(2_000)],
    );
    const ids = new Set<string>();
    let cursor: string | null | undefined;
    let pages = 0;
    for (; cursor !== null; pages++) {
      const page = await stage.ask(listClients, { limit: 200, ...(cursor && { cursor }) });
      for (const { client_id } of page.data) ids.add(client_id);
      cursor = page.next_cursor;
    }
    expect([pages > 1, ids.size]).toEqual([true, 200]);
  });

  it.each([
    { limit: 0 },
    { limit: -1 },
    { limit: 1.5 },
    { sort: 'version' },
    { unused_for_days: 0 },
    { status: 'gone' },
  ])('refuses %p', async (query) => {
    const refusal = { code: 'invalid_request', fields: [{ field: Object.keys(query)[0] }] };
    await expect(stage.ask(listClients, query as Query)).rejects.toMatchObject(refusal);
  });

  it('36: refuses the cursor of a list with another search or order', async () => {
    for (const name of ['aa', 'ab', 'ac']) await add(name);
    const query: Query = { limit: 1, sort: 'name', search: 'a' };
    const { next_cursor: cursor } = await stage.ask(listClients, query);
    const others: Query[] = [
      { sort: '-name' },
      { sort: 'created_at' },
      { search: 'b' },
      { search: 'A' },
      { status: 'active' },
    ];
    for (const other of others) {
      const refusal = { code: 'invalid_request', fields: [{ field: 'cursor' }] };
      await expect(stage.ask(listClients, { ...query, ...other, cursor: cursor! })).rejects.toMatchObject(
        refusal,
      );
    }
    expect(await names({ ...query, limit: 9, cursor: cursor! })).toEqual(['ab', 'ac']);
  });

  it('finds what was searched for as text, in names and IDs, whatever its characters mean elsewhere', async () => {
    const piece = fc.constantFrom(
      ...['%', '_', '\\', "'", '"', ';', '--', '$1', ':search', ':', '*', '(', '[', 'a', 'B', ' ', '?', 'É'],
    );
    const text = (most: number) =>
      fc.array(piece, { minLength: 1, maxLength: most }).map((all) => all.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(text(6), { maxLength: 8 }), text(2), async (given, search) => {
        await clear();
        const rows = await Promise.all(given.map(async (name) => ({ name, id: await add(name) })));
        const holds = (value: string) => value.toLowerCase().includes(search.toLowerCase());
        const expected = rows.filter(({ name, id }) => holds(name) || holds(id)).map(({ id }) => id);
        expect((await walk({ search, limit: 3 })).sort()).toEqual(expected.sort());
      }),
      { numRuns: 40 },
    );
  });

  it('finds a client by a part of its ID', async () => {
    const [id] = [await add('one'), await add('other')];
    expect(await names({ search: id.slice(6, 16).toUpperCase() })).toEqual(['one']);
  });

  it('36: neither skips nor repeats the rows that stay while others come, go and change their names', async () => {
    const name = fc.constantFrom('a', 'A', 'b', 'B', 'c', 'x y');
    const row = fc.tuple(name, fc.nat({ max: 3 }));
    const change = fc.oneof(
      fc.record({ add: row }),
      fc.record({ remove: fc.nat() }),
      fc.record({ rename: fc.nat(), to: name }),
    );
    const plan = fc.record({
      rows: fc.array(row, { maxLength: 10 }),
      changes: fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 8 }),
      limit: fc.integer({ min: 1, max: 3 }),
      sort: fc.constantFrom('name', '-name', 'created_at', '-created_at'),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ rows, changes, limit, sort }) => {
        await clear();
        const all = await Promise.all(rows.map((given) => add(...given)));
        const stay = new Set(all);
        const before = await walk({ sort, limit: 200 });
        const later = changes.values();
        const seen = await walk({ sort, limit }, async () => {
          for (const one of later.next().value ?? []) {
            if ('add' in one) all.push(await add(...one.add));
            if (all.length === 0) continue;
            if ('remove' in one) {
              const id = all[one.remove % all.length]!;
              await stage.sql('DELETE FROM application_clients WHERE client_id = $1', [id]);
              stay.delete(id);
            }
            if ('rename' in one) {
              const id = all[one.rename % all.length]!;
              await stage.sql('UPDATE application_clients SET name = $2 WHERE client_id = $1', [id, one.to]);
              // What changes its place in the order may be seen twice or not at all.
              if (sort.endsWith('name')) stay.delete(id);
            }
          }
        });
        expect(seen.filter((id) => stay.has(id))).toEqual(before.filter((id) => stay.has(id)));
        if (!sort.endsWith('name')) expect(new Set(seen).size).toBe(seen.length);
      }),
      { numRuns: 100 },
    );
  });
});
