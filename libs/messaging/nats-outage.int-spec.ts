import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deferred, eventually, startTestNats, TestResources, quiet } from '@postern/testing';
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

describe('while NATS is away', () => {
  it('11, 54: requests fail at once, and work again afterwards with the same client', async () => {
    const begun = deferred();
    const never = deferred<{ greeting: string }>();
    const replica = await startReplica(server.url, [
      answering(greet, ({ name }) => {
        if (name !== 'hang') return { greeting: `Hello ${name}` };
        begun.resolve();
        return never.promise;
      }),
    ]);
    resources.add(replica, ({ close }) => close());
    const { link, client, close } = await connectCaller(server.url);
    resources.add(close, () => close());

    const underWay = failureOf(client.request(greet, { name: 'hang' }, context()));
    await begun.promise;
    await server.stop();
    expect(await underWay).toMatchObject({ code: 'unavailable', internal: 'NATS connection lost' });
    expect(link.connected).toBe(false);
    const refused = await failureOf(client.request(greet, { name: 'Ada' }, context()));
    expect(refused).toMatchObject({ code: 'unavailable', internal: 'no NATS connection' });

    await server.restart();
    const reply = await eventually('requests are answered again', () =>
      client.request(greet, { name: 'Ada' }, context(1_000)),
    );
    expect(reply).toEqual({ greeting: 'Hello Ada' });
    never.resolve({ greeting: 'late' });
  });

  it('54: a service stops in good order', async () => {
    const replica = await startReplica(server.url, [answering(greet, () => ({ greeting: '' }))]);
    await server.stop();
    await replica.close();
    expect(replica.link.connection.isClosed()).toBe(true);
    await server.restart();
  });

  it('54: a process that starts waits for it', async () => {
    await server.stop();
    const connecting = NatsLink.connect({ url: server.url, service: 'early', logger: quiet });
    await server.restart();
    const link = await connecting;
    expect(link.connected).toBe(true);
    await link.close();
  });
});
