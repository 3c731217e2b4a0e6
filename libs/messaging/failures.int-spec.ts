import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { headers } from '@nats-io/transport-node';
import { Failure, FAILURES } from '@postern/contracts';
import { startTestNats, TestResources, loggerInto, type LogLine } from '@postern/testing';
import { connectCaller, context, failureOf } from './fixtures/caller.js';
import { greet } from './fixtures/greet.js';
import { answering, startReplica } from './fixtures/replica.js';
import { tap } from './fixtures/tap.js';
import { requestHeaders } from './wire.js';

const CANARY = 'canary-2b7e';
const resources = new TestResources();
const lines: LogLine[] = [];
const logger = loggerInto(lines);
let caller: Awaited<ReturnType<typeof connectCaller>>;
let wire: Awaited<ReturnType<typeof tap>>;
let handle: () => { greeting: string } | Promise<{ greeting: string }>;

beforeAll(async () => {
  const { url } = await startTestNats(resources);
  caller = resources.add(await connectCaller(url), ({ close }) => close());
  wire = resources.add(await tap(url), ({ close }) => close());
  const replica = await startReplica(url, [answering(greet, () => handle())], { logger });
  resources.add(replica, ({ close }) => close());
});
beforeEach(() => void lines.splice(0));
afterAll(() => resources.release());

/** What the caller hears, and the reply as it crossed the wire. */
async function fail(error: unknown) {
  handle = () => {
    throw error;
  };
  const before = (await wire.heard('_INBOX.caller.')).length;
  const failure = await failureOf(caller.client.request(greet, { name: 'Ada' }, context()));
  const replies = (await wire.heard('_INBOX.caller.')).slice(before);
  expect(replies).toHaveLength(1);
  return { failure, reply: replies[0]! };
}

describe('a failure', () => {
  it('44: crosses the wire with its public part and nothing else', async () => {
    const fields = [{ field: 'name', message: 'is unknown' }];
    const { failure, reply } = await fail(
      new Failure('not_found', {
        message: 'Nobody of this name.',
        fields,
        retryAfterSeconds: 7,
        internal: CANARY,
        cause: new Error(CANARY),
      }),
    );
    expect(failure).toEqual(
      new Failure('not_found', { message: 'Nobody of this name.', fields, retryAfterSeconds: 7 }),
    );
    expect(failure).toMatchObject({ code: 'not_found', fields, retryAfterSeconds: 7 });
    expect(failure.internal).toBeUndefined();
    expect(failure.cause).toBeUndefined();
    expect(reply.headers).toEqual({ 'Nats-Service-Error-Code': ['not_found'] });
    expect(JSON.parse(reply.body)).toEqual({ message: 'Nobody of this name.', fields, retryAfterSeconds: 7 });
  });

  it.each([
    ['an error', new Error(CANARY)],
    ['a rejected statement', Object.assign(new Error(CANARY), { parameters: [CANARY], code: '23505' })],
    ['a text', CANARY],
    ['an object', { message: CANARY }],
  ])('44: is internal and tells nothing where the handler threw %s', async (_, error) => {
    const { failure, reply } = await fail(error);
    expect(failure).toMatchObject({ code: 'internal', message: FAILURES.internal.title });
    expect(reply.body).toBe(JSON.stringify({ message: FAILURES.internal.title }));
    expect(lines).toMatchObject([{ level: 'error', subject: 'greeter.greet', request_id: 'request-1' }]);
  });

  it('is internal where the contract does not name it, and the log says which it was', async () => {
    const { failure, reply } = await fail(new Failure('invalid_client', { message: CANARY }));
    expect(failure.code).toBe('internal');
    expect(JSON.stringify(reply)).not.toContain(CANARY);
    expect(lines).toMatchObject([
      { level: 'error', code: 'internal', internal: 'greeter.greet may not answer invalid_client' },
    ]);
  });

  it('is internal where a reply breaks its contract', async () => {
    handle = () => ({ greeting: 5 as unknown as string });
    const failure = await failureOf(caller.client.request(greet, { name: 'Ada' }, context()));
    expect(failure.code).toBe('internal');
  });

  it('is internal where the reply is larger than NATS takes', async () => {
    handle = () => ({ greeting: 'a'.repeat(2_000_000) });
    const failure = await failureOf(caller.client.request(greet, { name: 'Ada' }, context()));
    expect(failure.code).toBe('internal');
    expect(lines).toMatchObject([{ level: 'error', msg: 'answer cannot be sent' }]);
  });

  it.each(['unavailable', 'internal', 'invalid_request'] as const)('may always be %s', async (code) => {
    expect((await fail(new Failure(code))).failure).toEqual(new Failure(code));
  });
});

describe('a malformed request', () => {
  it('is invalid_request with every field that is wrong, and is not worked on', async () => {
    handle = () => Promise.reject(new Error('was worked on'));
    const wrong = { name: 5 } as unknown as { name: string };
    const failure = await failureOf(caller.client.request(greet, wrong, context()));
    expect(failure).toMatchObject({
      code: 'invalid_request',
      fields: [{ field: 'name', message: 'is not text' }],
    });
    expect(lines.map(({ level }) => level)).toEqual(['debug']);
  });

  it.each(['', 'null', `{"secret":"${CANARY}`, CANARY])('is invalid_request as %j', async (body) => {
    const { connection } = caller.link;
    const headers = requestHeaders(greet, context());
    const reply = await connection.request(greet.subject, body, { timeout: 60_000, headers });
    expect(reply.headers?.get('Nats-Service-Error-Code')).toBe('invalid_request');
    expect(JSON.stringify(lines)).not.toContain(CANARY);
  });
});

describe('a failure of another release', () => {
  /** What the caller makes of it; it crosses the wire as it stands here. */
  async function heard(body: unknown): Promise<Failure> {
    const said = headers();
    said.set('Nats-Service-Error-Code', 'too_many_requests');
    const subject = `elsewhere.${randomUUID()}`;
    const { connection } = caller.link;
    connection.subscribe(subject, {
      max: 1,
      callback: (_, request) => void request.respond(JSON.stringify(body), { headers: said }),
    });
    return failureOf(caller.client.request({ ...greet, subject }, { name: 'Ada' }, context()));
  }

  it('is heard without what is not known here', async () => {
    const failure = await heard({
      message: 'Slower.',
      retryAfterSeconds: 3,
      limit: 'requests_of_planet',
      mood: 7,
    });
    expect(failure).toEqual(new Failure('too_many_requests', { message: 'Slower.', retryAfterSeconds: 3 }));
  });

  it.each([
    ['of another shape', { message: 7, retryAfterSeconds: 'soon\r\nSet-Cookie: a=b' }],
    ['not an object', 'Slower.'],
    ['empty', null],
  ])('keeps its code where the rest is %s', async (_, body) => {
    expect(await heard(body)).toEqual(new Failure('too_many_requests'));
  });
});
