import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AckPolicy, jetstreamManager } from '@nats-io/jetstream';
import type { EventOf } from '@postern/contracts';
import { eventually, startTestNats, TestResources } from '@postern/testing';
import { EventPublisher } from './event-publisher.js';
import { ensureStream } from './event-streams.js';
import { connectCaller } from './fixtures/caller.js';
import { deleteStreams } from './fixtures/delete-streams.js';
import { garden } from './fixtures/garden.js';
import { hearing, startReplica } from './fixtures/replica.js';

const resources = new TestResources();
let started = new TestResources();
let url: string;
let caller: Awaited<ReturnType<typeof connectCaller>>;
let publisher: EventPublisher;

beforeAll(async () => {
  ({ url } = await startTestNats(resources));
  caller = resources.add(await connectCaller(url), ({ close }) => close());
  publisher = new EventPublisher(caller.link);
});
afterEach(async () => {
  await started.release();
  started = new TestResources();
  await deleteStreams(caller.link.connection);
});
afterAll(() => resources.release());

async function start(...controllers: Parameters<typeof startReplica>[1]) {
  return started.add(await startReplica(url, controllers), (replica) => replica.close());
}

/** A garden whose stream is there. A publish while the stream is being made may go unanswered. */
async function prepared(service: string) {
  const events = garden(service);
  await ensureStream(caller.link.connection, events.stream);
  return events;
}

/** Resolves when every event so far is acknowledged. */
async function allDone(stream: string): Promise<void> {
  const manager = await jetstreamManager(caller.link.connection);
  await eventually('every event is acknowledged', async () => {
    const { num_pending, num_ack_pending } = await manager.consumers.info(stream, 'greeter');
    return num_pending === 0 && num_ack_pending === 0;
  });
}

type Grown = EventOf<ReturnType<typeof garden>['grew']>;

describe('an event', () => {
  it('reaches its handler, once, with what the contract names', async () => {
    const { grew, stream } = await prepared('delivered');
    const handled: Grown[] = [];
    await start(hearing(grew, (event) => void handled.push(event)));
    const event = { plant: 'fern', size: 1, gardener: 'not in the contract' };
    await publisher.publish(grew, event);
    await allDone(stream);
    expect(handled).toEqual([{ plant: 'fern', size: 1 }]);
  });

  it('is stored and handled once when it is published twice with the same id', async () => {
    const { grew, stream } = await prepared('twice');
    const handled: Grown[] = [];
    await start(hearing(grew, (event) => void handled.push(event)));
    for (const id of ['first', 'first', 'second', 'first']) {
      await publisher.publishRaw(grew.subject, JSON.stringify({ plant: id, size: 1 }), id);
    }
    await allDone(stream);
    expect(handled.map(({ plant }) => plant)).toEqual(['first', 'second']);
  });

  it('54: waits for a service that is down', async () => {
    const { grew, stream } = await prepared('waiting');
    const handled: Grown[] = [];
    const hear = () => hearing(grew, (event) => void handled.push(event));
    await publisher.publish(grew, { plant: 'fern', size: 1 });
    const first = await start(hear());
    await allDone(stream);
    await first.close();
    await publisher.publish(grew, { plant: 'fern', size: 2 });
    await publisher.publish(grew, { plant: 'fern', size: 3 });
    await start(hear());
    await allDone(stream);
    expect(handled.map(({ size }) => size)).toEqual([1, 2, 3]);
  });

  it('that a service does not handle does not reach it, and keeps nothing up', async () => {
    const { grew, marker, stream } = await prepared('unknown');
    const handled: number[] = [];
    await start(hearing(marker, ({ number }) => void handled.push(number)));
    // More than may be on their way at a time.
    for (let size = 0; size < 300; size++) await publisher.publish(grew, { plant: 'fern', size });
    await publisher.publish(marker, { number: 1 });
    await allDone(stream);
    expect(handled).toEqual([1]);
  });

  it('finds its consumer with the settings of this version, and its stream with those of the operator', async () => {
    const { grew, stream } = await prepared('older');
    const manager = await jetstreamManager(caller.link.connection);
    await manager.streams.update(stream, { max_bytes: 1_000_000 });
    await manager.consumers.add(stream, {
      durable_name: 'greeter',
      ack_policy: AckPolicy.Explicit,
      max_ack_pending: 1,
    });
    await start(hearing(grew, () => undefined));
    await eventually('the consumer is up to date', async () => {
      const { config } = await manager.consumers.info(stream, 'greeter');
      return config.max_ack_pending === 256;
    });
    expect((await manager.streams.info(stream)).config.max_bytes).toBe(1_000_000);
  });

  it('is handled once between two replicas, which share the work', async () => {
    const { grew, stream } = await prepared('shared');
    const handled: number[][] = [[], []];
    await Promise.all(handled.map((sizes) => start(hearing(grew, ({ size }) => void sizes.push(size)))));
    const sizes = Array.from({ length: 300 }, (_, index) => index);
    for (const size of sizes) await publisher.publish(grew, { plant: `p${size}`, size });
    await allDone(stream);
    expect(handled.flat().sort((one, other) => one - other)).toEqual(sizes);
    for (const share of handled) expect(share.length).toBeGreaterThan(0);
  });

  it('is handled by every service that hears it', async () => {
    const { grew, stream } = await prepared('both');
    const handled: string[] = [];
    await start(hearing(grew, () => void handled.push('greeter')));
    const options = { service: 'other' };
    const other = await startReplica(url, [hearing(grew, () => void handled.push('other'))], options);
    started.add(other, (replica) => replica.close());
    await publisher.publish(grew, { plant: 'fern', size: 1 });
    await allDone(stream);
    await eventually('both heard it', () => handled.length === 2);
    expect(handled.sort()).toEqual(['greeter', 'other']);
  });

  it('is handled after those of the same key that came before, beside all others', async () => {
    const { grew, stream } = await prepared('ordered');
    const handled = new Map<string, number[]>();
    const hear = async ({ plant, size }: Grown) => {
      // The earlier, the longer it takes, so that only the order of the queue keeps it in front.
      for (let turn = size; turn < 10; turn++) await new Promise(setImmediate);
      handled.set(plant, [...(handled.get(plant) ?? []), size]);
    };
    const plants = ['fern', 'moss', 'rose'];
    const sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    for (const size of sizes) for (const plant of plants) await publisher.publish(grew, { plant, size });
    await start(hearing(grew, hear));
    await allDone(stream);
    expect(Object.fromEntries(handled)).toEqual({ fern: sizes, moss: sizes, rose: sizes });
  });
});
