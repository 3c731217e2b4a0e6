import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collectTraces, eventually, startTestNats, TestResources } from '@postern/testing';
import { EventPublisher } from './event-publisher.js';
import { ensureStream } from './event-streams.js';
import { connectCaller, context } from './fixtures/caller.js';
import { garden } from './fixtures/garden.js';
import { forget, greet } from './fixtures/greet.js';
import { publishRaw } from './fixtures/publish-raw.js';
import { answering, hearing, startReplica } from './fixtures/replica.js';

const BROKEN = 'Postern-Request-Id: one\ntwo';
const { grew, stream } = garden('misread');
const resources = new TestResources();
const heard: string[] = [];
let url: string;
let caller: Awaited<ReturnType<typeof connectCaller>>;

beforeAll(async () => {
  ({ url } = await startTestNats(resources));
  const greeter = answering(greet, ({ name }) => ({ greeting: `Hello ${name}` }));
  const gardener = hearing(grew, ({ plant }) => void heard.push(plant));
  resources.add(await startReplica(url, [greeter, gardener]), ({ close }) => close());
  caller = resources.add(await connectCaller(url), ({ close }) => close());
  await ensureStream(caller.link.connection, stream);
  // Who traces reads the headers of each message.
  await collectTraces(resources);
});
afterAll(() => resources.release());

describe('48: headers that cannot be read', () => {
  it('of a request are those of a stranger, and others are answered', async () => {
    await publishRaw(url, greet.subject, BROKEN, '{"name":"Ada"}');
    expect(await caller.client.request(greet, { name: 'Bea' }, context())).toEqual({ greeting: 'Hello Bea' });
  });

  it('of an event keep back neither it nor the next one', async () => {
    await publishRaw(url, grew.subject, BROKEN, '{"plant":"oak","size":1}');
    await new EventPublisher(caller.link).publish(grew, { plant: 'elm', size: 1 });
    await eventually('both are heard', () => heard.length === 2);
    expect(heard.toSorted()).toEqual(['elm', 'oak']);
  });

  it('of a reply leave the connection as it is', async () => {
    const replies = caller.link.connection.subscribe(forget.subject, {
      callback: (_, { reply = '' }) => void publishRaw(url, reply, BROKEN, '{"by":"nobody"}'),
    });
    expect(await caller.client.request(forget, { name: 'Ada' }, context())).toEqual({ by: 'nobody' });
    replies.unsubscribe();
  });
});
