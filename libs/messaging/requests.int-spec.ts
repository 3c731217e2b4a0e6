import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { deferred, startTestNats, TestResources } from '@postern/testing';
import { connectCaller, context, failureOf } from './fixtures/caller.js';
import { greet } from './fixtures/greet.js';
import { answering, startReplica, type Replica } from './fixtures/replica.js';
import { tap } from './fixtures/tap.js';
import type { RequestContext } from './request-context.js';

const resources = new TestResources();
let started = new TestResources();
let url: string;
let caller: Awaited<ReturnType<typeof connectCaller>>;

beforeAll(async () => {
  ({ url } = await startTestNats(resources));
  caller = resources.add(await connectCaller(url), ({ close }) => close());
});
afterEach(async () => {
  await started.release();
  started = new TestResources();
});
afterAll(() => resources.release());

async function start(...[controllers, options]: [Parameters<typeof startReplica>[1], { service?: string }?]) {
  return started.add(await startReplica(url, controllers, options), (replica: Replica) => replica.close());
}

const hello = ({ name }: { name: string }) => ({ greeting: `Hello ${name}` });

describe('a request', () => {
  it('is answered by its handler', async () => {
    await start([answering(greet, hello)]);
    const reply = await caller.client.request(greet, { name: 'Ada 😀\r\n' }, context());
    expect(reply).toEqual({ greeting: 'Hello Ada 😀\r\n' });
  });

  it('gets its own answer among many that wait', async () => {
    await start([answering(greet, hello)]);
    const names = Array.from({ length: 500 }, (_, index) => `n${index}`);
    const replies = await Promise.all(names.map((name) => caller.client.request(greet, { name }, context())));
    expect(replies).toEqual(names.map((name) => ({ greeting: `Hello ${name}` })));
  });

  it('takes its id along over two hops, with less time at each', async () => {
    const seen: RequestContext[] = [];
    const front = { ...greet, subject: 'front.greet' };
    await start([
      answering(greet, (request, inner) => {
        seen.push(inner);
        return hello(request);
      }),
    ]);
    const edge: Replica = await start(
      [
        answering(front, (request, outer) => {
          seen.push(outer);
          return edge.client.request(greet, request, outer.within(300_000));
        }),
      ],
      { service: 'front' },
    );
    const asked = context(200_000);
    await caller.client.request(front, { name: 'Ada' }, asked);

    expect(seen.map(({ requestId }) => requestId)).toEqual(['request-1', 'request-1']);
    const [outer, inner] = seen.map(({ deadline }) => deadline.at);
    expect(outer).toBe(asked.deadline.at);
    expect(inner).toBe(asked.deadline.at - 50);
  });

  it('is not worked on once its time is up', async () => {
    const worked: string[] = [];
    await start([
      answering(greet, (request) => {
        worked.push(request.name);
        return hello(request);
      }),
    ]);
    const late = failureOf(caller.client.request(greet, { name: 'late' }, context(-1)));
    // Sent after the late one on the same way, so that one has arrived before this is answered.
    await caller.client.request(greet, { name: 'in time' }, context());
    expect(worked).toEqual(['in time']);
    expect((await late).code).toBe('unavailable');
  });

  it('is not worked on without a deadline, which a stranger’s client does not send', async () => {
    const worked: string[] = [];
    await start([
      answering(greet, (request) => {
        worked.push(request.name);
        return hello(request);
      }),
    ]);
    caller.link.connection.publish(greet.subject, '{"name":"stranger"}', { reply: 'stranger.inbox' });
    await caller.client.request(greet, { name: 'ours' }, context());
    expect(worked).toEqual(['ours']);
  });

  it('11: is unavailable at once where no service listens', async () => {
    const failure = await failureOf(caller.client.request(greet, { name: 'Ada' }, context()));
    expect(failure).toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 1,
      internal: 'no service listens',
    });
  });

  it('11: is unavailable when its time is up and the handler hangs', async () => {
    const released = deferred<{ greeting: string }>();
    await start([answering(greet, () => released.promise)]);
    const failure = await failureOf(caller.client.request(greet, { name: 'Ada' }, context(100)));
    expect(failure.code).toBe('unavailable');
    expect(failure.internal).toMatch(/^no reply to greeter\.greet within \d+ ms$/);
    released.resolve({ greeting: 'too late' });
  });

  it('can be waited for less long than it is worked on', async () => {
    const seen = deferred<RequestContext>();
    const released = deferred<{ greeting: string }>();
    await start([
      answering(greet, (_, inner) => {
        seen.resolve(inner);
        return released.promise;
      }),
    ]);
    const asked = context();
    const failure = await failureOf(caller.client.request(greet, { name: 'Ada' }, asked, 100));
    expect(failure.code).toBe('unavailable');
    expect(await seen.promise).toEqual(asked);
    released.resolve({ greeting: 'nobody waits' });
  });

  it('is parsed before the handler sees it, and its reply before the caller does', async () => {
    const seen: unknown[] = [];
    await start([
      answering(greet, (request) => {
        seen.push(request);
        return { ...hello(request), passwordHash: '$argon2id$' };
      }),
    ]);
    const wire = started.add(await tap(url), ({ close }) => close());
    const request = { name: 'Ada', admin: true };
    expect(await caller.client.request(greet, request, context())).toEqual({ greeting: 'Hello Ada' });
    expect(seen).toEqual([{ name: 'Ada' }]);
    expect((await wire.heard('_INBOX.caller.')).map(({ body }) => body)).toEqual([
      '{"greeting":"Hello Ada"}',
    ]);
  });
});
