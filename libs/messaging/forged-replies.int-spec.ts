import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Msg } from '@nats-io/transport-node';
import { getClient } from '@postern/contracts';
import { asService, deferred, quiet, startTestNats, TestResources, type Deferred } from '@postern/testing';
import { connectCaller, context, failureOf } from './fixtures/caller.js';
import { greet } from './fixtures/greet.js';
import { answering, startReplica } from './fixtures/replica.js';
import { tap } from './fixtures/tap.js';
import { User } from './fixtures/user.js';
import { NatsClient } from './nats-client.js';
import { NatsLink } from './nats-link.js';

const FORGED = '{"greeting":"forged"}';
const resources = new TestResources();
let url: string;
let caller: Awaited<ReturnType<typeof connectCaller>>;
let stranger: Awaited<ReturnType<typeof tap>>;
let begun: Deferred<void>;
let released: Deferred<{ greeting: string }>;

beforeAll(async () => {
  ({ url } = await startTestNats(resources));
  caller = resources.add(await connectCaller(url), ({ close }) => close());
  stranger = resources.add(await tap(url), ({ close }) => close());
  const replica = await startReplica(url, [
    answering(greet, () => {
      begun.resolve();
      return released.promise;
    }),
  ]);
  resources.add(replica, ({ close }) => close());
});
beforeEach(() => {
  begun = deferred();
  released = deferred();
});
afterAll(() => resources.release());

async function send(subject: string, body: string): Promise<void> {
  stranger.connection.publish(subject, body);
  await stranger.connection.flush();
  await caller.link.connection.flush();
}

/** Subjects on which answers to our requests were awaited so far, as somebody sees them who may hear all. */
async function replySubjects(): Promise<string[]> {
  const requests = await stranger.heard(greet.subject);
  return requests.map(({ reply }) => reply!);
}

describe('a forged reply', () => {
  it('52: is ignored on a subject that was guessed from another request’s', async () => {
    const waiting = caller.client.request(greet, { name: 'Ada' }, context());
    await begun.promise;
    const [subject] = await replySubjects();
    await send(subject!.replace(/[^.]+$/, '00000000-0000-4000-8000-000000000000'), FORGED);
    await send(subject!.slice(0, -1), FORGED);
    await send(`${subject!}0`, FORGED);
    released.resolve({ greeting: 'real' });
    expect(await waiting).toEqual({ greeting: 'real' });
  });

  it('52: is ignored on the subject of a request that has been answered', async () => {
    released.resolve({ greeting: 'first' });
    await caller.client.request(greet, { name: 'Ada' }, context());
    const past = await replySubjects();

    begun = deferred();
    released = deferred();
    const waiting = caller.client.request(greet, { name: 'Bob' }, context());
    await begun.promise;
    for (const subject of past) await send(subject, FORGED);
    released.resolve({ greeting: 'second' });
    expect(await waiting).toEqual({ greeting: 'second' });
  });

  it('52: has 122 random bits to guess, other ones for each request', async () => {
    released.resolve({ greeting: 'any' });
    const all = Array.from({ length: 50 }, () => caller.client.request(greet, { name: 'Ada' }, context()));
    await Promise.all(all);
    const tokens = (await replySubjects()).map((subject) => subject.split('.').at(-1));
    expect(new Set(tokens).size).toBe(tokens.length);
    for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
  });
});

describe('a reply by somebody who was not asked', () => {
  it('52: does not get through, though they know where to; nor does a second one by whoever was', async () => {
    const link = await NatsLink.connect({
      url: asService(url, 'gateway'),
      service: 'gateway',
      logger: quiet,
    });
    resources.add(link, () => link.close());
    const services = ['clients', 'clients', 'tokens'] as const;
    const users = await Promise.all(services.map((service) => User.connect(url, service)));
    for (const user of users) resources.add(user, () => user.close());
    const [asked, ...others] = users;

    const request = deferred<Msg>();
    const callback = (_: unknown, message: Msg) => request.resolve(message);
    asked!.connection.subscribe(getClient.subject, { callback, queue: 'clients' });
    await asked!.connection.flush();
    const query = { client_id: 'pcl_0000000000000000000000' };
    const outcome = failureOf(new NatsClient(link).request(getClient, query, context()));
    const subject = (await request.promise).reply!;

    for (const other of others) expect(await other.mayPublish(subject, FORGED)).toBe(false);
    expect(await asked!.mayPublish(subject, 'first')).toBe(true);
    expect(await asked!.mayPublish(subject, FORGED)).toBe(false);
    // The first one arrived; it is no JSON.
    expect(await outcome).toMatchObject({ code: 'internal' });
  });
});

describe('a reply that is no answer', () => {
  it.each(['', 'no JSON', '{"greeting":5}', 'null'])('makes the request internal: %j', async (body) => {
    const failure = failureOf(caller.client.request(greet, { name: 'Ada' }, context()));
    await begun.promise;
    await send((await replySubjects()).at(-1)!, body);
    expect((await failure).code).toBe('internal');
    released.resolve({ greeting: 'late' });
  });
});
