import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { deferred, eventually, startTestNats, TestResources } from '@postern/testing';
import { EventPublisher } from './event-publisher.js';
import { ensureStream } from './event-streams.js';
import { connectCaller } from './fixtures/caller.js';
import { deleteStreams } from './fixtures/delete-streams.js';
import { garden } from './fixtures/garden.js';
import { hearing, startReplica } from './fixtures/replica.js';
import { tap } from './fixtures/tap.js';

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

async function start(...controllers: Parameters<typeof startReplica>[1]) {
  return resources.add(await startReplica(url, controllers), (replica) => replica.close());
}

/** A garden whose stream is there. A publish while the stream is being made may go unanswered. */
async function prepared(service: string) {
  const events = garden(service);
  await ensureStream(caller.link.connection, events.stream);
  return events;
}

describe('an event whose handler fails', () => {
  it('comes again until it is handled, each time after a longer pause', async () => {
    const { grew } = await prepared('retried');
    const wire = resources.add(await tap(url), ({ close }) => close());
    const counts: number[] = [];
    const done = deferred();
    await start(
      hearing(grew, (_, { deliveryCount }) => {
        counts.push(deliveryCount);
        if (counts.length < 8) throw new Error('not yet');
        done.resolve();
      }),
    );
    await publisher.publish(grew, { plant: 'fern', size: 1 });
    await done.promise;
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);

    const answers = await eventually('the last is acknowledged', async () => {
      const bodies = (await wire.heard('$JS.ACK.RETRIED.')).map(({ body }) => body);
      return bodies.at(-1) === '+ACK' ? bodies : undefined;
    });
    const pausesMs = answers.slice(0, -1).map((body) => {
      const { delay } = JSON.parse(body.replace('-NAK ', '')) as { delay: number };
      return delay / 1_000_000;
    });
    expect(pausesMs).toEqual([50, 100, 200, 400, 800, 1000, 1000]);
  });

  it('keeps no other event waiting', async () => {
    const { grew, marker } = await prepared('blocked');
    const others: number[] = [];
    const passed = deferred();
    let mended = false;
    await start(
      hearing(grew, ({ plant, size }) => {
        if (plant === 'broken' && !mended) throw new Error('not yet');
        others.push(size);
        if (others.length === 100) passed.resolve();
        if (plant === 'broken') done.resolve();
      }),
      hearing(marker, () => {
        mended = true;
      }),
    );
    const done = deferred();
    await publisher.publish(grew, { plant: 'broken', size: -1 });
    const sizes = Array.from({ length: 100 }, (_, index) => index);
    for (const size of sizes) await publisher.publish(grew, { plant: `p${size}`, size });
    await passed.promise;
    expect(others).toEqual(sizes);
    await publisher.publish(marker, { number: 1 });
    await done.promise;
  });

  it('comes again where it cannot be read, and harms no other', async () => {
    const { grew } = await prepared('unreadable');
    const handled = deferred<number>();
    await start(hearing(grew, ({ size }) => handled.resolve(size)));
    await publisher.publishRaw(grew.subject, 'no JSON');
    await publisher.publishRaw(grew.subject, '{"plant":5}');
    await publisher.publish(grew, { plant: 'fern', size: 1 });
    expect(await handled.promise).toBe(1);
  });

  it('54: goes to the other replica when the one that has it goes away', async () => {
    const { grew } = await prepared('orphaned');
    const begun = deferred();
    const takenOver = deferred<number>();
    const never = new Promise<void>(() => undefined);
    const hangs = await startReplica(url, [
      hearing(grew, () => {
        begun.resolve();
        return never;
      }),
    ]);
    await publisher.publish(grew, { plant: 'fern', size: 1 });
    await begun.promise;
    // As if the process had died: nothing is finished, nothing is said.
    await hangs.link.connection.close();
    await start(hearing(grew, (_, { deliveryCount }) => takenOver.resolve(deliveryCount)));
    expect(await takenOver.promise).toBe(2);
  });
});
