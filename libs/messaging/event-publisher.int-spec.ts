import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { startTestNats, TestResources } from '@postern/testing';
import { EventPublisher } from './event-publisher.js';
import { ensureStream } from './event-streams.js';
import { connectCaller } from './fixtures/caller.js';
import { deleteStreams } from './fixtures/delete-streams.js';
import { garden } from './fixtures/garden.js';

const resources = new TestResources();
let caller: Awaited<ReturnType<typeof connectCaller>>;
let publisher: EventPublisher;

beforeAll(async () => {
  const { url } = await startTestNats(resources);
  caller = resources.add(await connectCaller(url), ({ close }) => close());
  publisher = new EventPublisher(caller.link);
});
afterEach(() => deleteStreams(caller.link.connection));
afterAll(() => resources.release());

/** What a stream holds, by subject and body, in its order. */
async function stored(stream: string): Promise<[string, unknown][]> {
  const manager = await jetstreamManager(caller.link.connection);
  const { state } = await manager.streams.info(stream);
  const all: [string, unknown][] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await manager.streams.getMessage(stream, { seq });
    if (message !== null) all.push([message.subject, message.json()]);
  }
  return all;
}

describe('publishing', () => {
  it('makes the stream where it is missing, and resolves when it has stored the event', async () => {
    const { grew, stream } = garden('made');
    await publisher.publish(grew, { plant: 'fern', size: 1 });
    expect(await stored(stream)).toEqual([[grew.subject, { contract_version: 1, plant: 'fern', size: 1 }]]);
  });

  it('stores what the contract names, and nothing else', async () => {
    const { grew, stream } = garden('whitelisted');
    const event = { plant: 'fern', size: 1, client_secret: 'canary' };
    await publisher.publish(grew, event);
    expect(await stored(stream)).toEqual([[grew.subject, { contract_version: 1, plant: 'fern', size: 1 }]]);
  });

  it('stores an event once that is published again with its id, at the same time too', async () => {
    const { grew, stream } = garden('deduplicated');
    await ensureStream(caller.link.connection, stream);
    const publish = (id: string) =>
      publisher.publishRaw(grew.subject, JSON.stringify({ plant: id, size: 1 }), id);
    await Promise.all([publish('a'), publish('a'), publish('b'), publish('a')]);
    await publish('b');
    const plants = (await stored(stream)).map(([, event]) => (event as { plant: string }).plant);
    expect(plants.sort()).toEqual(['a', 'b']);
  });

  it('fails where the stream is full, which keeps what it has', async () => {
    const { grew, stream } = garden('full');
    await publisher.publish(grew, { plant: 'fern', size: 1 });
    const manager = await jetstreamManager(caller.link.connection);
    await manager.streams.update(stream, { max_msgs: 1 });
    await expect(publisher.publish(grew, { plant: 'fern', size: 2 })).rejects.toThrow('maximum messages');
    expect(await stored(stream)).toEqual([[grew.subject, { contract_version: 1, plant: 'fern', size: 1 }]]);
  });

  it('leaves a stream as it is that an operator has changed', async () => {
    const { stream } = garden('changed');
    await ensureStream(caller.link.connection, stream);
    const manager = await jetstreamManager(caller.link.connection);
    await manager.streams.update(stream, { max_msgs: 7 });
    await ensureStream(caller.link.connection, stream);
    expect((await manager.streams.info(stream)).config.max_msgs).toBe(7);
  });

  it('fails for a subject that belongs to no stream', async () => {
    await expect(publisher.publishRaw('events', '{}')).rejects.toThrow('is not of the form');
  });

  it('can be done by many at once for a stream that is not there yet', async () => {
    const { grew, stream } = garden('raced');
    const sizes = Array.from({ length: 20 }, (_, index) => index);
    const made = await Promise.allSettled(sizes.map(() => ensureStream(caller.link.connection, stream)));
    expect(made.map(({ status }) => status)).toEqual(sizes.map(() => 'fulfilled'));
    await Promise.all(sizes.map((size) => publisher.publish(grew, { plant: 'fern', size })));
    expect(await stored(stream)).toHaveLength(20);
  });
});
