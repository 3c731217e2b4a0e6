import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import fc from 'fast-check';
import type { ApplicationClient, Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';
import { query } from '../system/stores.js';

interface Page {
  readonly data: readonly ApplicationClient[];
  readonly next_cursor: string | null;
}

const resources = new TestResources();
let postern: Postern;

beforeAll(async () => {
  postern = await sharedPostern(resources);
});
afterAll(() => resources.release());

const list = (parameters: Record<string, string>) =>
  postern.manage('GET', `?${new URLSearchParams(parameters).toString()}`);

async function page(parameters: Record<string, string>): Promise<Page> {
  const answer = await list(parameters);
  expect(answer.status).toBe(200);
  return answer.json<Page>();
}

/** All pages of a list, with something done after each. */
async function walk(
  parameters: Record<string, string>,
  between: () => Promise<unknown> = () => Promise.resolve(),
) {
  const seen: ApplicationClient[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { data, next_cursor } = await page({ ...parameters, ...(cursor !== undefined && { cursor }) });
    seen.push(...data);
    cursor = next_cursor;
    await between();
  }
  return seen;
}

describe('a list', () => {
  it.each(['created_at', '-created_at', 'name', '-name'])(
    '36: by %s neither skips nor repeats while rows come and go',
    async (sort) => {
      const search = `paged by ${sort}`;
      const make = (name: string) => postern.createClient({ name: `${search} ${name}` });
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 4 }),
          fc.array(fc.constantFrom('a', 'B', 'c', 'ä'), { minLength: 5, maxLength: 9 }),
          fc.infiniteStream(fc.tuple(fc.boolean(), fc.constantFrom('0', 'b', 'z'), fc.nat())),
          async (limit, names, changes) => {
            const staying = await Promise.all(names.map(make));
            const passing = await Promise.all(['a', 'm', 'z'].map(make));
            let left = 6;
            const seen = await walk({ limit: String(limit), sort, search }, async () => {
              const [adds, name, which] = changes.next().value as [boolean, string, number];
              if (left-- <= 0) return;
              if (adds) passing.push(await make(name));
              else
                await Promise.all(
                  passing.splice(which % (passing.length + 1), 1).map((one) => postern.deleteClient(one)),
                );
            });
            const ids = seen.map(({ client_id }) => client_id);
            expect(new Set(ids).size).toBe(ids.length);
            expect(ids).toEqual(expect.arrayContaining(staying.map(({ client_id }) => client_id)));
            await Promise.all([...staying, ...passing].map((client) => postern.deleteClient(client)));
          },
        ),
        { numRuns: 3, seed: 36 },
      );
    },
  );

  it('36: caps its limit, and takes none below one or that is no number', async () => {
    const names = Array.from({ length: 201 }, (_, index) => `capped ${index}`);
    await query(
      postern,
      `INSERT INTO clients.application_clients (client_id, name, description, status, scopes, version, created_at, updated_at)
       SELECT 'pcl_' || lpad(row_number() OVER ()::text, 22, '0'), name, '', 'active', '{}', 1, now(), now()
       FROM unnest($1::text[]) AS name`,
      [names],
    );
    for (const limit of ['200', '201', '100000']) {
      const { data, next_cursor } = await page({ limit, search: 'capped' });
      expect([data.length, typeof next_cursor]).toEqual([200, 'string']);
    }
    expect(await walk({ limit: '200', search: 'capped' })).toHaveLength(201);
    await query(postern, `DELETE FROM clients.application_clients WHERE name LIKE 'capped %'`);
    for (const limit of ['0', '-1', '1.5', 'x', '', 'NaN', 'Infinity']) {
      expect([limit, (await list({ limit })).status]).toEqual([limit, 400]);
    }
  });

  it('36: refuses a cursor that is mangled, made up, or of another list', async () => {
    await Promise.all(
      ['one', 'two', 'three'].map((name) => postern.createClient({ name: `cursor ${name}` })),
    );
    const own = { limit: '1', search: 'cursor', sort: 'name' };
    const cursor = (await page(own)).next_cursor ?? '';
    expect((await page({ ...own, cursor })).data).toHaveLength(1);
    const middle = Math.floor(cursor.length / 2);
    const flipped = cursor.slice(0, middle) + (cursor[middle] === 'A' ? 'B' : 'A') + cursor.slice(middle + 1);
    const madeUp = Buffer.from(JSON.stringify(['cursor one', 'pcl_0000000000000000000000'])).toString(
      'base64url',
    );
    for (const mangled of [
      '',
      'x',
      flipped,
      cursor.slice(0, -4),
      cursor + cursor,
      madeUp,
      '0'.repeat(3_000),
    ]) {
      expect([mangled, (await list({ ...own, cursor: mangled })).status]).toEqual([mangled, 400]);
    }
    for (const foreign of [{ ...own, sort: '-name' }, { ...own, search: 'curs' }, { limit: '1' }]) {
      expect([foreign, (await list({ ...foreign, cursor })).status]).toEqual([foreign, 400]);
    }
  });

  it('36: refuses parameters that it does not know, and those that stand there twice', async () => {
    for (const parameters of [
      'offset=1',
      'limit[]=1',
      'cursor[a]=1',
      'limit=1&limit=2',
      'sort=version',
      'search=%00',
    ]) {
      expect([parameters, (await postern.manage('GET', `?${parameters}`)).status]).toEqual([parameters, 400]);
    }
  });
});

describe('a creation with an Idempotency-Key', () => {
  const create = (key: string, json: object, headers = {}) =>
    postern.manage('POST', '', { json, headers: { 'idempotency-key': key, ...headers } });

  it('32: asked 50 times in parallel makes one client, and gives each the same secret', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => create('fifty', { name: 'Fifty' })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const [body, ...others] = new Set(answers.map((answer) => answer.body));
    expect(others).toEqual([]);
    expect(
      await query(postern, `SELECT 1 FROM clients.application_clients WHERE name = 'Fifty'`),
    ).toHaveLength(1);
    expect((await postern.requestToken(JSON.parse(body!) as ApplicationClient)).status).toBe(200);
    const events = await query(postern, `SELECT 1 FROM clients.audit_events WHERE after->>'name' = 'Fifty'`);
    expect(events).toHaveLength(1);
  });

  it('32: and another body → 422; under another key, or by another caller, it is another client', async () => {
    const first = await create('again', { name: 'First' });
    const other = await create('again', { name: 'Second' });
    expect([first.status, other.status]).toEqual([201, 422]);
    expect(other.body).not.toContain(first.json<ApplicationClient>().client_secret);
    const caller = await postern.createClient({ scopes: ['clients:write'] });
    const token = await postern.accessToken(caller);
    const ids = [
      first,
      await create('again-2', { name: 'First' }),
      await create('again', { name: 'First' }, { authorization: `Bearer ${token}` }),
      await create('again', { name: 'First' }),
    ].map((answer) => answer.json<ApplicationClient>().client_id);
    expect([new Set(ids).size, ids[3]]).toEqual([3, ids[0]]);
  });

  it('32: that failed is not kept', async () => {
    expect((await create('failed', { name: '' })).status).toBe(400);
    expect((await create('failed', { name: 'Good' })).status).toBe(201);
  });

  it('32: keeps its reply sealed, and for ten minutes', async () => {
    // A caller of its own: those of others on this system are left alone.
    const caller = await postern.createClient({ scopes: ['clients:write'] });
    const headers = { authorization: `Bearer ${await postern.accessToken(caller)}` };
    const seal = async () => (await create('sealed', { name: 'Sealed' }, headers)).json<ApplicationClient>();
    const { client_id, client_secret } = await seal();
    const kept = await query<{ sealed_reply: Buffer; minutes: string }>(
      postern,
      'SELECT sealed_reply, extract(epoch FROM expires_at - now()) / 60 AS minutes FROM clients.idempotency_keys',
    );
    for (const { sealed_reply, minutes } of kept) {
      expect(sealed_reply.includes(client_secret) || sealed_reply.includes(client_id)).toBe(false);
      expect(Number(minutes)).toBeLessThanOrEqual(10);
    }
    await query(
      postern,
      `UPDATE clients.idempotency_keys SET expires_at = now() - interval '1 second' WHERE caller = $1`,
      [caller.client_id],
    );
    const fresh = await seal();
    expect(fresh.client_secret).not.toBe(client_secret);
  });
});
