import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { headers, type Msg } from '@nats-io/transport-node';
import { defineEvent, defineRequest } from '@postern/contracts';
import {
  deferred,
  eventually,
  loggerInto,
  startTestNats,
  TestResources,
  type LogLine,
} from '@postern/testing';
import { z } from 'zod';
import { EventPublisher } from './event-publisher.js';
import { ensureStream } from './event-streams.js';
import { connectCaller, context, failureOf } from './fixtures/caller.js';
import { deleteStreams } from './fixtures/delete-streams.js';
import { garden } from './fixtures/garden.js';
import { greet } from './fixtures/greet.js';
import { answering, hearing, startReplica } from './fixtures/replica.js';
import { requestHeaders } from './wire.js';

const resources = new TestResources();
const lines: LogLine[] = [];
const logger = loggerInto(lines);
let url: string;
let caller: Awaited<ReturnType<typeof connectCaller>>;

beforeAll(async () => {
  ({ url } = await startTestNats(resources));
  caller = resources.add(await connectCaller(url), ({ close }) => close());
});
afterAll(() => resources.release());

async function start(...controllers: Parameters<typeof startReplica>[1]) {
  return resources.add(await startReplica(url, controllers, { logger }), (replica) => replica.close());
}

describe('a request of another release', () => {
  const ordered = defineRequest({
    subject: 'greeter.order',
    askedBy: ['gateway'],
    request: z.strictObject({ drink: z.string(), with: z.array(z.strictObject({ name: z.string() })) }),
    reply: z.strictObject({ ordered: z.string() }),
    reads: [1, 2],
    version: 1,
  });
  const order = { drink: 'tea', with: [{ name: 'milk' }] };
  let heard: unknown;

  beforeAll(() =>
    start(
      answering(ordered, (request) => {
        heard = request;
        return { ordered: request.drink };
      }),
      answering(greet, ({ name }) => ({ greeting: `Hello ${name}` })),
    ),
  );

  it('is answered where it has a field that is not known here', async () => {
    const newer = { ...ordered, request: z.any(), reply: z.any() };
    const body = { ...order, size: 2, with: [{ name: 'milk', warm: true }] };
    expect(await caller.client.request(newer, body, context())).toEqual({ ordered: 'tea' });
    expect(heard).toEqual(order);
  });

  it('is refused as ever where something else is wrong with it', async () => {
    const newer = { ...ordered, request: z.any() };
    const failure = await failureOf(caller.client.request(newer, { size: 2, with: [] }, context()));
    expect(failure.fields?.map(({ field }) => field)).toEqual(['drink']);
  });

  it('is answered where its version is one that is read', async () => {
    const newer = { ...ordered, version: 2 };
    expect(await caller.client.request(newer, order, context())).toEqual({ ordered: 'tea' });
  });

  it('is answered without a version, as the first one', async () => {
    const bare = headers();
    for (const [name, values] of requestHeaders(ordered, context()))
      if (name !== 'Postern-Version') for (const value of values) bare.append(name, value);
    const asked = { timeout: 60_000, headers: bare };
    const reply: Msg = await caller.link.connection.request(ordered.subject, JSON.stringify(order), asked);
    expect(reply.json()).toEqual({ ordered: 'tea' });
  });

  it('is unavailable where its version is not known, and the log says which', async () => {
    heard = undefined;
    const failure = await failureOf(caller.client.request({ ...ordered, version: 3 }, order, context()));
    expect(failure).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    expect(heard).toBeUndefined();
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        subject: ordered.subject,
        internal: 'version 3 is not known here',
      }),
    );
  });
});

describe('an event of another release', () => {
  afterEach(() => deleteStreams(caller.link.connection));

  it('is heard without the fields that are not known here', async () => {
    const { grew, stream } = garden('grown');
    await ensureStream(caller.link.connection, stream);
    const heard = deferred<unknown>();
    await start(hearing(grew, (event) => heard.resolve(event)));
    const newer = defineEvent({ ...grew, payload: z.any() });
    await new EventPublisher(caller.link).publish(newer, { plant: 'fern', size: 1, colour: 'green' });
    expect(await heard.promise).toEqual({ plant: 'fern', size: 1 });
  });

  it('is the first version where it does not say one', async () => {
    const { grew, stream } = garden('unversioned');
    await ensureStream(caller.link.connection, stream);
    const heard = deferred<unknown>();
    await start(hearing(grew, (event) => heard.resolve(event)));
    await new EventPublisher(caller.link).publishRaw(grew.subject, '{"plant":"fern","size":1}');
    expect(await heard.promise).toEqual({ plant: 'fern', size: 1 });
  });

  it('stays until a replica comes that reads its version, and is told of in the log', async () => {
    const { grew, marker, stream } = garden('later');
    await ensureStream(caller.link.connection, stream);
    const publisher = new EventPublisher(caller.link);
    const newer = defineEvent({ ...grew, version: 2, reads: [1, 2] });
    const passed = deferred();
    const older = await start(
      hearing(grew, () => {
        throw new Error('was handled by who does not know it');
      }),
      hearing(marker, () => passed.resolve()),
    );
    await publisher.publish(newer, { plant: 'fern', size: 1 });
    await eventually('it has come three times', () =>
      lines.some((line) => line['subject'] === grew.subject && line['deliveryCount'] === 3),
    );
    const warned = lines.filter(({ level, subject }) => level === 'warn' && subject === grew.subject);
    expect(warned).toMatchObject([
      { deliveryCount: 1, cause: 'UnknownVersion: version 2 is not known here' },
    ]);
    await publisher.publish(marker, { number: 1 });
    await passed.promise;

    const heard = deferred<unknown>();
    await start(
      hearing(newer, (event) => heard.resolve(event)),
      hearing(marker, () => undefined),
    );
    expect(await heard.promise).toEqual({ plant: 'fern', size: 1 });
    await older.close();
  });
});
