import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientDeleted, clientsHeartbeat, type ClientVersion } from '@postern/contracts';
import { asService, eventually, quiet, startTestNats, TestResources } from '@postern/testing';
import { EventPublisher } from './event-publisher.js';
import { streamManager } from './event-streams.js';
import { connectCaller } from './fixtures/caller.js';
import { hearing, startReplica } from './fixtures/replica.js';
import { User } from './fixtures/user.js';
import { NatsLink } from './nats-link.js';

const resources = new TestResources();
const heard: ClientVersion[] = [];
const streamsSeen = new Set<string>();
let operator: Awaited<ReturnType<typeof connectCaller>>;
let publisher: EventPublisher;
let clients: User;
let tokens: User;

beforeAll(async () => {
  const { url } = await startTestNats(resources);
  operator = resources.add(await connectCaller(url), ({ close }) => close());
  const link = await NatsLink.connect({ url: asService(url, 'clients'), service: 'clients', logger: quiet });
  publisher = new EventPublisher(resources.add(link, () => link.close()));
  const handlers = [
    hearing(clientDeleted, (event) => void heard.push(event)),
    hearing(clientsHeartbeat, async (_, context) => {
      if (await context.isNextInLine()) streamsSeen.add(await context.streamCreatedAt());
    }),
  ];
  const replica = await startReplica(asService(url, 'tokens'), handlers, { service: 'tokens' });
  resources.add(replica, ({ close }) => close());
  clients = resources.add(await User.connect(url, 'clients'), (user) => user.close());
  tokens = resources.add(await User.connect(url, 'tokens'), (user) => user.close());
});
afterAll(() => resources.release());

let version = 0;

/** Publishes until the stream has taken it, as the outbox does, and waits until it is handled. */
async function arrives(): Promise<void> {
  const event = { client_id: 'pcl_0000000000000000000000', version: ++version };
  await eventually('the event is stored', async () => {
    await publisher.publish(clientDeleted, event);
    return true;
  });
  await eventually('the event is handled', () => heard.some((one) => one.version === event.version));
}

/** Asks the JetStream API by hand, for what its clients would not send. */
async function askApi(
  user: User,
  subject: string,
  body: object,
): Promise<{ error?: { description: string } }> {
  const options = { timeout: 5_000 };
  return (await user.connection.request(`$JS.API.${subject}`, JSON.stringify(body), options)).json();
}

const settings = () =>
  streamManager(operator.link.connection)
    .then(({ streams }) => streams.info('CLIENTS'))
    .then(({ config }) => config);

describe('events, with the rights that their services have', () => {
  it('52: are published by the one and heard by the other', async () => {
    await arrives();
    await publisher.publish(clientsHeartbeat, { complete_until: new Date().toISOString() });
    await eventually('it tells its place and its stream', () => streamsSeen.size === 1);
  });

  it('52, 54: are so again when the stream is lost, which its publisher makes anew', async () => {
    await (await streamManager(operator.link.connection)).streams.delete('CLIENTS');
    await arrives();
  });
});

describe('a stream', () => {
  const subjects = ['events.clients.>', 'tokens.>', '_INBOX.>'];

  it('52: cannot be made to take in what others ask each other, nor to pass anything on', async () => {
    await arrives();
    const before = await settings();
    for (const change of [
      { subjects },
      { republish: { src: 'events.clients.>', dest: 'tokens.>' } },
      { sources: [{ name: 'TOKENS' }] },
      { max_age: 3_600_000_000_000 },
    ]) {
      const answer = await askApi(clients, 'STREAM.CREATE.CLIENTS', { ...before, ...change });
      expect(answer.error?.description).toMatch(/already in use with a different configuration|not valid/);
      expect(
        await clients.mayPublish('$JS.API.STREAM.UPDATE.CLIENTS', JSON.stringify({ ...before, ...change })),
      ).toBe(false);
    }
    expect(await settings()).toEqual(before);
  });

  it('52: of another name cannot be made by the way of one’s own', async () => {
    const other = { ...(await settings()), name: 'OTHER', subjects: ['tokens.>'] };
    const answer = await askApi(clients, 'STREAM.CREATE.CLIENTS', other);
    expect(answer.error?.description).toBe('stream name in subject does not match request');
  });

  it('52: is read by the consumer of who hears it alone', async () => {
    const config = { ack_policy: 'explicit', deliver_policy: 'all' };
    for (const [request, error] of [
      [
        { stream_name: 'CLIENTS', config: { ...config, name: 'other', durable_name: 'other' } },
        'consumer name in subject',
      ],
      [
        { stream_name: 'TOKENS', config: { ...config, name: 'tokens', durable_name: 'tokens' } },
        'stream name in subject',
      ],
    ] as const) {
      const answer = await askApi(tokens, 'CONSUMER.CREATE.CLIENTS.tokens', request);
      expect(answer.error?.description).toContain(error);
    }
    const { consumers } = await streamManager(operator.link.connection);
    const names = [];
    for await (const { name } of consumers.list('CLIENTS')) names.push(name);
    expect(names).toEqual(['tokens']);
  });

  it('52: takes up no more than it is allowed to, and no memory', async () => {
    await (await streamManager(operator.link.connection)).streams.delete('CLIENTS');
    const own = {
      name: 'CLIENTS',
      subjects: ['events.clients.>'],
      retention: 'limits',
      max_consumers: -1,
      max_msgs: -1,
    };
    const sizes = [
      { storage: 'memory', max_bytes: 1_000 },
      { storage: 'file', max_bytes: 2 * 1024 ** 3 },
    ];
    for (const size of sizes) {
      const answer = await askApi(clients, 'STREAM.CREATE.CLIENTS', { ...own, ...size });
      expect(answer.error?.description).toMatch(/insufficient (memory|storage) resources available/);
    }
    await arrives();
  });
});
