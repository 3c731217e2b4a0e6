import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { eventually, startTestNats, TestResources } from '@postern/testing';
import { EventPublisher } from './event-publisher.js';
import { connectCaller } from './fixtures/caller.js';
import { garden } from './fixtures/garden.js';
import { hearing, startReplica } from './fixtures/replica.js';

const resources = new TestResources();
const { grew, stream } = garden('garden');
const handled = new Set<number>();
let folder: string;
let server: Awaited<ReturnType<typeof startTestNats>>;
let caller: Awaited<ReturnType<typeof connectCaller>>;
let publisher: EventPublisher;

beforeAll(async () => {
  folder = join(await resources.folder(), 'nats');
  server = await startTestNats(resources, folder);
  caller = resources.add(await connectCaller(server.url), ({ close }) => close());
  publisher = new EventPublisher(caller.link);
  const replica = await startReplica(server.url, [hearing(grew, ({ size }) => void handled.add(size))]);
  resources.add(replica, ({ close }) => close());
});
afterAll(() => resources.release());

let last = 0;

/** Publishes until the stream has taken it, as the outbox does, and waits until it is handled. */
async function arrives(): Promise<void> {
  const size = ++last;
  await eventually('the event is stored', async () => {
    await publisher.publish(grew, { plant: 'fern', size });
    return true;
  });
  await eventually('the event is handled', () => handled.has(size));
}

describe('a service goes on handling events', () => {
  it('where no stream was there at first', async () => {
    await arrives();
  });

  it('54: when its consumer was deleted, from the start of the stream', async () => {
    const manager = await jetstreamManager(caller.link.connection);
    handled.clear();
    await manager.consumers.delete(stream, 'greeter');
    await arrives();
    await eventually('the earlier event is handled again', () => handled.size === last);
  });

  it('54: when the stream was deleted', async () => {
    const manager = await jetstreamManager(caller.link.connection);
    await manager.streams.delete(stream);
    await arrives();
  });

  it('54: when NATS was away', async () => {
    await server.stop();
    await expect(publisher.publish(grew, { plant: 'fern', size: 0 })).rejects.toThrow();
    await server.restart();
    await arrives();
  });

  it('54: when NATS was killed', async () => {
    server.kill('SIGKILL');
    await server.restart();
    await arrives();
  });

  it('54: when NATS has lost all that it had stored', async () => {
    await server.stop();
    await rm(join(folder, 'jetstream'), { recursive: true });
    await server.restart();
    await arrives();
  });
});
