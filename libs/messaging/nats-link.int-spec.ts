import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startTestNats, TestResources, loggerInto, type LogLine } from '@postern/testing';
import { lastValueFrom } from 'rxjs';
import { connectCaller, context, failureOf } from './fixtures/caller.js';
import { greet } from './fixtures/greet.js';
import { answering, startReplica } from './fixtures/replica.js';
import { NatsLink } from './nats-link.js';

const resources = new TestResources();
let server: Awaited<ReturnType<typeof startTestNats>>;

beforeAll(async () => {
  server = await startTestNats(resources);
});
afterAll(() => resources.release());

describe('the connection to NATS', () => {
  it('goes to whichever of several servers is there, as the user of the first URL', async () => {
    const { username, password, host } = new URL(server.url);
    // Nothing listens on port 1.
    const url = `nats://${username}:${password}@127.0.0.1:1, nats://${host}`;
    const { close } = await startReplica(url, [answering(greet, () => ({ greeting: 'here' }))]);
    const caller = await connectCaller(`${server.url},nats://127.0.0.1:1`);
    expect(await caller.client.request(greet, { name: 'Ada' }, context())).toEqual({ greeting: 'here' });
    await Promise.all([close(), caller.close()]);
  });

  it('tells each time that it is lost, and writes that and its return into the log', async () => {
    const lines: LogLine[] = [];
    const logger = loggerInto(lines);
    const link = await NatsLink.connect({ url: server.url, service: 'caller', logger });
    let lost = 0;
    link.whenDown(() => lost++);
    for (const times of [1, 2]) {
      await server.restart();
      await eventually('it was lost and is back', () => lost === times && link.connected);
    }
    await link.close();
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      ['warn', 'connection to NATS lost'],
      ['info', 'connected to NATS again'],
      ['warn', 'connection to NATS lost'],
      ['info', 'connected to NATS again'],
    ]);
  });

  it('says since when it stands, and never while it does not', async () => {
    const before = Date.now();
    const { link, close } = await connectCaller(server.url);
    const first = link.connectedSince;
    expect(first).toBeGreaterThanOrEqual(before);
    await server.stop();
    await eventually('it is lost', () => link.connectedSince === Number.POSITIVE_INFINITY);
    const down = Date.now();
    await server.restart();
    await eventually('it is back', () => link.connected);
    expect(link.connectedSince).toBeGreaterThanOrEqual(down);
    await close();
  });

  it('is waited for, and why is written once into the log', async () => {
    const lines: LogLine[] = [];
    const logger = loggerInto(lines);
    await server.stop();
    const waiting = NatsLink.connect({ url: server.url, service: 'waiting', logger });
    await eventually('it is told', () => lines.length > 0);
    await server.restart();
    await (await waiting).close();
    expect(lines).toMatchObject([{ level: 'warn', msg: 'waiting for NATS', cause: expect.anything() }]);
  });

  it('can be closed twice, and while it is lost', async () => {
    const { link, close } = await connectCaller(server.url);
    await server.stop();
    await eventually('it is lost', () => !link.connected);
    await Promise.all([close(), close()]);
    await close();
    expect(link.connection.isClosed()).toBe(true);
    await server.restart();
  });
});

describe('a client', () => {
  it('is unavailable once it is closed', async () => {
    const { client, close } = await connectCaller(server.url);
    await close();
    const failure = await failureOf(client.request(greet, { name: 'Ada' }, context()));
    expect(failure).toMatchObject({ code: 'unavailable' });
  });

  it('fails at once for a request that is larger than NATS takes', async () => {
    const { client, close } = await connectCaller(server.url);
    const failure = await failureOf(client.request(greet, { name: 'a'.repeat(2_000_000) }, context()));
    expect(failure.internal).toBe('greeter.greet cannot be asked');
    await close();
  });
});

describe('Nest’s own way to send', () => {
  it('is refused, as it has neither deadline nor durability', async () => {
    const { client, close } = await connectCaller(server.url);
    await expect(lastValueFrom(client.send('greeter.greet', {}))).rejects.toThrow('has no deadline');
    await expect(lastValueFrom(client.emit('events.greeter', {}))).rejects.toThrow('is not durable');
    await close();
  });
});
