import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { basic, bearer, MANAGEMENT, type ApplicationClient, type Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { query } from '../system/stores.js';

const PATH = '/v1/audit-events';
const NDJSON = { accept: 'application/x-ndjson' };
/** Events that are together far more than sockets hold on their way; each is over 1 kB. */
const MANY = 40_000;

interface AuditEvent {
  readonly event_id: string;
  readonly occurred_at: string;
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string };
}
interface Page {
  readonly data: readonly AuditEvent[];
  readonly next_cursor: string | null;
}

const resources = new TestResources();
let postern: Postern;
let auditor: ApplicationClient;
let token: string;

beforeAll(async () => {
  postern = await startPostern(resources);
  auditor = await postern.createClient({ name: 'Auditor', scopes: ['audit:read'] });
  token = await postern.accessToken(auditor);
});
afterAll(() => resources.release());

const list = (parameters: Record<string, string> = {}, headers = {}) =>
  postern.ask(`${PATH}?${new URLSearchParams(parameters).toString()}`, {
    headers: { ...bearer(token), ...headers },
  });

async function walk(parameters: Record<string, string>): Promise<AuditEvent[]> {
  const seen: AuditEvent[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const answer = await list({ ...parameters, ...(cursor !== undefined && { cursor }) });
    expect(answer.status).toBe(200);
    const page = answer.json<Page>();
    seen.push(...page.data);
    cursor = page.next_cursor;
  }
  return seen;
}

async function exported(parameters: Record<string, string>): Promise<AuditEvent[]> {
  const answer = await list(parameters, NDJSON);
  expect([answer.status, answer.headers['content-type']]).toEqual([
    200,
    'application/x-ndjson; charset=utf-8',
  ]);
  const lines = answer.body.split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as AuditEvent);
}

/** Adds old events of one actor, behind the services' back. */
async function addMany(actor: string, many: number): Promise<void> {
  await query(
    postern,
    `INSERT INTO clients.audit_events
       (event_id, occurred_at, actor_type, actor_id, action, subject_type, subject_id, request_id, after)
     SELECT gen_random_uuid(), '2020-01-01'::timestamptz + number * interval '1 ms', 'system', $1,
       'application_client.created', 'application_client', 'pcl_' || number, 'request', jsonb_build_object('description', repeat('x', 1000))
     FROM generate_series(1, $2::int) AS number`,
    [actor, many],
  );
}

/** An export that has begun and of which nothing more is read than its first piece. */
async function begin(actor: string, as = token): Promise<IncomingMessage> {
  const url = `${postern.url}${PATH}?actor_id=${actor}`;
  const asked = get(url, { headers: { ...bearer(as), ...NDJSON, 'x-request-id': randomUUID() } });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  // A reset is told to the request too; the answer tells it as well.
  asked.on('error', () => undefined);
  await once(answer, 'readable');
  return answer;
}

/** How the export of a request ended, by the log of the gateway. */
async function endOf(requestId: string): Promise<{ events: number; complete: boolean }> {
  let line: string | undefined;
  await eventually('the export has ended', async () => {
    const log = await readFile(join(postern.home, 'logs', 'gateway-1.log'), 'utf8');
    line = log.split('\n').find((one) => one.includes(requestId) && one.includes('audit export ended'));
    return line !== undefined;
  });
  return JSON.parse(line!) as { events: number; complete: boolean };
}

describe('the audit log', () => {
  it('29: is for who has a token for it', async () => {
    const other = await postern.createClient({ scopes: ['clients:read', 'clients:write', 'reports'] });
    const others = [
      await postern.accessToken(other),
      await postern.accessToken(other, { resource: MANAGEMENT }),
    ];
    for (const headers of [{}, NDJSON]) {
      const answers = [
        await postern.ask(PATH, { headers }),
        ...(await Promise.all(
          others.map((one) => postern.ask(PATH, { headers: { ...bearer(one), ...headers } })),
        )),
      ];
      const statuses = answers.map(({ status }) => status);
      expect([statuses[0], statuses.at(-1)]).toEqual([401, 403]);
      expect(answers.every(({ body }) => !body.includes('event_id'))).toBe(true);
      expect(answers.at(-1)!.headers['www-authenticate']).toContain('insufficient_scope');
    }
  });

  it('says of each change who, what, from where, in which request, and how it was before and after', async () => {
    const client = await postern.createClient({ name: 'Before' });
    const requestId = randomUUID();
    const patched = await postern.manage('PATCH', `/${client.client_id}`, {
      json: { name: 'After' },
      headers: { 'x-request-id': requestId },
    });
    await postern.deleteClient(client);
    const events = await walk({ subject_id: client.client_id, limit: '2' });
    const { client_secret, ...created } = client;
    const updated = patched.json();
    const states = [
      ['deleted', updated, null],
      ['updated', created, updated],
      ['created', null, created],
    ] as const;
    expect(events).toEqual(
      states.map(([what, before, after]) => ({
        event_id: expect.any(String),
        occurred_at: expect.stringMatching(/^\d{4}-.*Z$/),
        actor: { type: 'client', id: postern.admin.client_id, address: '127.0.0.1' },
        action: `application_client.${what}`,
        subject: { type: 'application_client', id: client.client_id },
        request_id: what === 'updated' ? requestId : expect.any(String),
        before,
        after,
        affected_clients: null,
      })),
    );
    expect(await walk({ request_id: requestId })).toEqual([events[1]]);
    const narrow = { subject_id: client.client_id, actor_id: postern.admin.client_id };
    expect(await walk({ ...narrow, action: 'application_client.created' })).toEqual([events[2]]);
    const window = { from: events[1]!.occurred_at, to: events[0]!.occurred_at };
    if (window.from < window.to) expect(await walk({ ...narrow, ...window })).toContainEqual(events[1]);
    expect(await walk({ ...narrow, actor_id: 'somebody else' })).toEqual([]);
    expect(JSON.stringify(events)).not.toContain(client_secret);
  });

  it('has what the token service does, too: a token that is revoked, and each step of a signing key', async () => {
    const client = await postern.createClient();
    const revoked = await postern.accessToken(client);
    const { jti, exp } = decodeJwt(revoked);
    const headers = { authorization: basic(client), 'x-request-id': randomUUID() };
    await postern.post('/oauth2/revoke', { token: revoked }, headers);
    await eventually('it is there', async () => (await walk({ subject_id: jti! })).length > 0);
    expect(await walk({ actor_id: client.client_id })).toEqual([
      expect.objectContaining({
        actor: { type: 'client', id: client.client_id, address: '127.0.0.1' },
        action: 'token.revoked',
        subject: { type: 'token', id: jti },
        request_id: headers['x-request-id'],
        before: null,
        after: {
          client_id: client.client_id,
          revoked_at: expect.any(String),
          expires_at: new Date(exp! * 1_000).toISOString(),
        },
      }),
    ]);
    const { kid } = decodeProtectedHeader(revoked);
    expect(await walk({ subject_id: kid! })).toMatchObject([
      { action: 'signing_key.created', actor: { type: 'system' }, after: { status: 'active' } },
    ]);
  });

  it('44: holds no secret, and takes none by its query', async () => {
    const secrets = [auditor.client_secret, postern.admin.client_secret, postern.admin.password, token];
    const whole = (await list({}, NDJSON)).body;
    for (const secret of secrets) {
      expect(whole).not.toContain(secret);
      for (const field of ['actor_id', 'action', 'subject_id', 'from', 'request_id', 'cursor', secret]) {
        const answer = await list({ [field]: secret });
        if (field !== secret) expect(answer.body).not.toContain(secret);
      }
    }
    const logs = await readFile(join(postern.home, 'logs', 'gateway-1.log'), 'utf8');
    for (const secret of secrets) expect(logs).not.toContain(secret);
  });

  it('tells what is wrong with a query', async () => {
    const wrong = [
      [{ action: 'hack' }, 'action'],
      [{ from: '2026-13-01T00:00:00Z' }, 'from'],
      [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, 'to'],
      [{ limit: '0' }, 'limit'],
      [{ cursor: 'x' }, 'cursor'],
      [{ order: 'oldest_first' }, 'order'],
    ] as const;
    for (const [parameters, field] of wrong) {
      const answer = await list(parameters);
      expect([answer.status, answer.json<{ errors: unknown }>().errors]).toEqual([
        400,
        [expect.objectContaining({ field })],
      ]);
    }
    for (const field of ['limit', 'cursor']) {
      const answer = await list({ [field]: '1' }, NDJSON);
      expect([answer.status, answer.headers['content-type']]).toEqual([
        400,
        'application/problem+json; charset=utf-8',
      ]);
    }
  });

  it('36: neither skips nor repeats while entries are added', async () => {
    const make = () => Promise.all(['a', 'b', 'c'].map((name) => postern.createClient({ name })));
    await make();
    const filter = { action: 'application_client.created', actor_id: postern.admin.client_id };
    const there = await walk(filter);
    const adding = make();
    const seen = await walk({ ...filter, limit: '1' });
    await adding;
    expect(new Set(seen.map(({ event_id }) => event_id)).size).toBe(seen.length);
    expect(seen.slice(-there.length)).toEqual(there);
  });
});

describe('an export', () => {
  beforeAll(() => addMany('many', MANY));

  it('has every event that the list has, the oldest first', async () => {
    const from = { from: '2021-01-01T00:00:00Z' };
    const listed = await walk({ ...from, limit: '3' });
    expect(await exported(from)).toEqual(listed.reverse());
    const filter = { action: 'administrator.created' };
    expect(await exported(filter)).toEqual(await walk(filter));
    expect(await exported({ actor_id: 'nobody' })).toEqual([]);
    expect((await postern.ask(PATH, { method: 'HEAD', headers: { ...bearer(token), ...NDJSON } })).body).toBe(
      '',
    );
  });

  it('is written in whole, however much it is', async () => {
    const ids = (await exported({ actor_id: 'many' })).map(({ subject }) => subject.id);
    expect(ids).toEqual(Array.from({ length: MANY }, (_, index) => `pcl_${index + 1}`));
  });

  it('reads no further than its reader does, and ends with it', async () => {
    const answer = await begin('many');
    const requestId = answer.headers['x-request-id'] as string;
    answer.destroy();
    const { events, complete } = await endOf(requestId);
    expect(complete).toBe(false);
    expect(events).toBeLessThan(MANY / 2);
  });

  it('of somebody who may no longer read breaks off, and is not to be taken for a whole one', async () => {
    const client = await postern.createClient({ scopes: ['audit:read'] });
    const theirs = await postern.accessToken(client);
    const answer = await begin('many', theirs);
    const end = once(answer, 'end');
    end.catch(() => undefined);
    await postern.deleteClient(client);
    answer.resume();
    await expect(end).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
