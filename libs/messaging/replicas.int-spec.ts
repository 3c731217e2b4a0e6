import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Failure } from '@postern/contracts';
import { deferred, startTestNats, TestResources } from '@postern/testing';
import { connectCaller, context, failureOf } from './fixtures/caller.js';
import { forget, greet } from './fixtures/greet.js';
import { answering, startReplica } from './fixtures/replica.js';
import { tap } from './fixtures/tap.js';

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

async function start(...controllers: Parameters<typeof startReplica>[1]) {
  started.add(await startReplica(url, controllers), (replica) => replica.close());
}

describe('two replicas of a service', () => {
  it('handle each request once between them', async () => {
    const handled: Record<'one' | 'other', string[]> = { one: [], other: [] };
    for (const replica of ['one', 'other'] as const) {
      const take = ({ name }: { name: string }) => {
        handled[replica].push(name);
        return { greeting: replica };
      };
      await start(answering(greet, take));
    }
    const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
    await Promise.all(names.map((name) => caller.client.request(greet, { name }, context())));
    expect([...handled.one, ...handled.other].sort()).toEqual([...names].sort());
    expect(handled.one.length).toBeGreaterThan(0);
    expect(handled.other.length).toBeGreaterThan(0);
  });
});

describe('a request to every replica', () => {
  it('is heard by both', async () => {
    const heard = [deferred<string>(), deferred<string>()];
    for (const { resolve } of heard) {
      const hear = ({ name }: { name: string }) => {
        resolve(name);
        return { by: 'any' };
      };
      await start(answering(forget, hear));
    }
    expect(await caller.client.request(forget, { name: 'Ada' }, context())).toEqual({ by: 'any' });
    expect(await Promise.all(heard.map(({ promise }) => promise))).toEqual(['Ada', 'Ada']);
  });

  it('is answered by the first good reply, though the other replica failed before', async () => {
    const failureArrived = deferred();
    const wire = started.add(await tap(url), ({ close }) => close());
    wire.connection.subscribe('_INBOX.caller.>', { callback: () => failureArrived.resolve() });
    await wire.connection.flush();
    const fails = () => {
      throw new Failure('not_found');
    };
    const good = async () => {
      await failureArrived.promise;
      return { by: 'the good one' };
    };
    await start(answering(forget, fails));
    await start(answering(forget, good));
    const reply = await caller.client.request(forget, { name: 'Ada' }, context());
    expect(reply).toEqual({ by: 'the good one' });
  });

  it('is answered by the first good reply, though the other replica hangs', async () => {
    const released = deferred<{ by: string }>();
    await start(answering(forget, () => released.promise));
    await start(answering(forget, () => ({ by: 'the good one' })));
    const reply = await caller.client.request(forget, { name: 'Ada' }, context());
    expect(reply).toEqual({ by: 'the good one' });
    released.resolve({ by: 'late' });
  });

  it('is unavailable where every replica fails', async () => {
    const fails = () => {
      throw new Failure('not_found');
    };
    await start(answering(forget, fails));
    await start(answering(forget, fails));
    const failure = await failureOf(caller.client.request(forget, { name: 'Ada' }, context(200)));
    expect(failure.code).toBe('unavailable');
  });

  it('is unavailable at once where there is none', async () => {
    const failure = await failureOf(caller.client.request(forget, { name: 'Ada' }, context()));
    expect(failure).toMatchObject({ code: 'unavailable', internal: 'no service listens' });
  });
});
