import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deferred, eventually, startTestNats, TestResources } from '@postern/testing';
import { connectCaller, context, failureOf } from './fixtures/caller.js';
import { greet } from './fixtures/greet.js';
import { answering, startReplica } from './fixtures/replica.js';

const resources = new TestResources();
let url: string;
let caller: Awaited<ReturnType<typeof connectCaller>>;

beforeAll(async () => {
  ({ url } = await startTestNats(resources));
  caller = resources.add(await connectCaller(url), ({ close }) => close());
});
afterAll(() => resources.release());

const ask = (name: string) => caller.client.request(greet, { name }, context());

describe('a replica that is told to stop', () => {
  it('finishes and answers what it has in hand, and takes nothing new', async () => {
    const begun = deferred();
    const released = deferred();
    const replica = await startReplica(url, [
      answering(greet, async ({ name }) => {
        if (name === 'in hand') {
          begun.resolve();
          await released.promise;
        }
        return { greeting: `Hello ${name}` };
      }),
    ]);
    const inHand = ask('in hand');
    await begun.promise;

    const closing = replica.close();
    const refused = await eventually('nothing new is taken', () => failureOf(ask('new')));
    expect(refused).toMatchObject({ code: 'unavailable', internal: 'no service listens' });
    // Many times what it would take to close, if it did not wait for what is in hand.
    for (let turn = 0; turn < 100; turn++) await caller.link.connection.flush();
    expect(replica.link.connection.isClosed()).toBe(false);

    released.resolve();
    expect(await inHand).toEqual({ greeting: 'Hello in hand' });
    await closing;
    expect(replica.link.connection.isClosed()).toBe(true);
  });

  it('55: loses no request of a steady stream while replicas are replaced', async () => {
    const greeter = () => answering(greet, ({ name }) => ({ greeting: name }));
    let replica = await startReplica(url, [greeter()]);
    const rolling = new AbortController();
    let batches = 0;
    const stream = (async () => {
      for (; !rolling.signal.aborted; batches++) {
        const names = Array.from({ length: 20 }, (_, index) => `${batches}-${index}`);
        const replies = await Promise.all(names.map(ask));
        expect(replies).toEqual(names.map((greeting) => ({ greeting })));
      }
    })();
    for (let round = 0; round < 5; round++) {
      const next = await startReplica(url, [greeter()]);
      await replica.close();
      replica = next;
      const before = batches;
      await Promise.race([stream, eventually('the stream goes on', () => batches > before + 2)]);
    }
    rolling.abort();
    await stream;
    await replica.close();
  });

  it('can be told twice', async () => {
    const replica = await startReplica(url, [answering(greet, () => ({ greeting: '' }))]);
    await Promise.all([replica.close(), replica.close()]);
    expect(replica.link.connection.isClosed()).toBe(true);
  });
});
