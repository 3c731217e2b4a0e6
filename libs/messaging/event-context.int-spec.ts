import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream';
import { deferred, startTestNats, TestResources } from '@postern/testing';
import { EventContext } from './event-context.js';
import { EventPublisher } from './event-publisher.js';
import { ensureConsumer, ensureStream } from './event-streams.js';
import { connectCaller } from './fixtures/caller.js';
import { deleteStreams } from './fixtures/delete-streams.js';
import { garden } from './fixtures/garden.js';
import { hearing, startReplica } from './fixtures/replica.js';

const resources = new TestResources();
let url: string;
let caller: Awaited<ReturnType<typeof connectCaller>>;
let publisher: EventPublisher;

beforeAll(async () => {
  ({ url } = await startTestNats(resources));
  caller = resources.add(await connectCaller(url), ({ close }) => close());
  publisher = new EventPublisher(caller.link);
});
afterEach(() => deleteStreams(caller.link.connection));
afterAll(() => resources.release());

/** A garden with stream and consumer, and the test as a replica that fetches by hand. */
async function fetching(service: string) {
  const events = garden(service);
  const { connection } = caller.link;
  await ensureStream(connection, events.stream);
  await ensureConsumer(connection, events.stream, 'greeter');
  const consumer = () => jetstream(connection).consumers.get(events.stream, 'greeter');
  /** The event that stands there in the stream; one before it may come in between, for the second time. */
  const fetch = async (seq: number): Promise<JsMsg> => {
    for (;;) {
      const message = await (await consumer()).next({ expires: 10_000 });
      if (message?.seq === seq) return message;
    }
  };
  const grow = (size: number) => publisher.publish(events.grew, { plant: 'fern', size });
  const contextOf = (message: JsMsg) => new EventContext(connection, message);
  return { ...events, fetch, grow, contextOf, manager: await jetstreamManager(connection) };
}

describe('an event is next in line', () => {
  it('when none stands before it', async () => {
    const { grow, fetch, contextOf } = await fetching('first');
    await grow(1);
    expect(await contextOf(await fetch(1)).isNextInLine()).toBe(true);
  });

  it('not while any before it is unacknowledged, by whichever replica', async () => {
    const { grow, fetch, contextOf } = await fetching('inline');
    for (const size of [1, 2, 3]) await grow(size);
    const [first, second, third] = [await fetch(1), await fetch(2), await fetch(3)];
    expect(await contextOf(third).isNextInLine()).toBe(false);
    await second.ackAck();
    expect(await contextOf(third).isNextInLine()).toBe(false);
    await first.ackAck();
    expect(await contextOf(third).isNextInLine()).toBe(true);
  });

  it('not while one before it was given back and comes again', async () => {
    const { grow, fetch, contextOf } = await fetching('returned');
    await grow(1);
    await grow(2);
    const [first, second] = [await fetch(1), await fetch(2)];
    first.nak(60_000);
    expect(await contextOf(second).isNextInLine()).toBe(false);
  });

  it('whatever stands after it', async () => {
    const { grow, fetch, contextOf } = await fetching('followed');
    for (const size of [1, 2, 3]) await grow(size);
    const [first, second] = [await fetch(1), await fetch(2), await fetch(3)];
    expect(await contextOf(first).isNextInLine()).toBe(true);
    await first.ackAck();
    expect(await contextOf(second).isNextInLine()).toBe(true);
  });

  it('when those before it have expired before anybody heard them', async () => {
    const { grow, fetch, contextOf, manager, stream } = await fetching('expired');
    for (const size of [1, 2, 3]) await grow(size);
    await manager.streams.deleteMessage(stream, 1);
    const [second, third] = [await fetch(2), await fetch(3)];
    expect(await contextOf(second).isNextInLine()).toBe(true);
    expect(await contextOf(third).isNextInLine()).toBe(false);
  });

  it('behind a gap, once another one behind it was handled', async () => {
    const { grow, fetch, contextOf, manager, stream } = await fetching('gap');
    for (const size of [1, 2, 3, 4]) await grow(size);
    await manager.streams.deleteMessage(stream, 2);
    await (await fetch(1)).ackAck();
    await (await fetch(3)).ackAck();
    expect(await contextOf(await fetch(4)).isNextInLine()).toBe(true);
  });

  it('not for a consumer that begins anew and has not come so far', async () => {
    const { grow, fetch, contextOf, manager, stream } = await fetching('anew');
    await grow(1);
    await grow(2);
    const [, second] = [await fetch(1), await fetch(2)];
    await manager.consumers.delete(stream, 'greeter');
    await ensureConsumer(caller.link.connection, stream, 'greeter');
    expect(await contextOf(second).isNextInLine()).toBe(false);
    await fetch(1);
    expect(await contextOf(second).isNextInLine()).toBe(false);
  });

  it('once another replica has handled what stands before it', async () => {
    const { grow, fetch, grew, marker } = await fetching('elsewhere');
    await grow(1);
    const held = await fetch(1);
    const seen: boolean[] = [];
    const waited = deferred();
    const passed = deferred();
    const hearMarker = hearing(marker, async (_, context) => {
      seen.push(await context.isNextInLine());
      waited.resolve();
      if (!seen.at(-1)) throw new Error('earlier events are not handled yet');
      passed.resolve();
    });
    const hearGrowth = hearing(grew, () => {
      throw new Error('held by the other replica');
    });
    const replica = await startReplica(url, [hearMarker, hearGrowth]);
    resources.add(replica, ({ close }) => close());
    await publisher.publish(marker, { number: 1 });
    await waited.promise;
    expect(seen).toEqual([false]);
    await held.ackAck();
    await passed.promise;
    expect(seen.filter(Boolean)).toEqual([true]);
  });
});

describe('a stream', () => {
  it('is another one after it was lost, and its events say so', async () => {
    const { grow, fetch, contextOf, manager, stream } = await fetching('lost');
    await grow(1);
    await grow(2);
    const before = await contextOf(await fetch(1)).streamCreatedAt();
    expect(await contextOf(await fetch(2)).streamCreatedAt()).toBe(before);
    await manager.streams.delete(stream);
    await ensureStream(caller.link.connection, stream);
    await ensureConsumer(caller.link.connection, stream, 'greeter');
    await grow(3);
    expect(await contextOf(await fetch(1)).streamCreatedAt()).not.toBe(before);
  });
});
