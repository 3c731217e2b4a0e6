import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createClient,
  deleteClient,
  findClientRecord,
  getClient,
  listClients,
  newApplicationClient,
  updateClient,
  type RequestContract,
} from '@postern/contracts';
import { Deadline, RequestContext } from '@postern/messaging';
import { eventually, startTestNats, startTestPostgres, TestResources } from '@postern/testing';
import { CreateClient } from './application-clients/create-client.js';
import { ACTOR, ClientsStage } from './fixtures/clients-stage.js';
import { EventListener } from './fixtures/event-listener.js';

const resources = new TestResources();
let nats: Awaited<ReturnType<typeof startTestNats>>;
let postgres: Awaited<ReturnType<typeof startTestPostgres>>;
let stage: ClientsStage;
let listener: EventListener;
let replicas: Awaited<ReturnType<ClientsStage['startReplica']>>[];

beforeAll(async () => {
  [nats, postgres] = await Promise.all([startTestNats(resources), startTestPostgres(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl: postgres.url }, resources);
  replicas = [await stage.startReplica()];
  listener = await EventListener.start(nats.url, resources);
});

afterAll(() => resources.release());

const update = (client_id: string, name: string) =>
  stage.ask(updateClient, { actor: ACTOR, client_id, change: { name } });
const emptyOutbox = () =>
  eventually('the outbox is empty', async () => (await stage.sql('SELECT FROM outbox')).length === 0);

describe('the client service', () => {
  it('publishes each change of two replicas with one outbox, in the order of its client', async () => {
    const clients = await Promise.all(Array.from({ length: 5 }, () => stage.create()));
    await Promise.all(
      clients.map(async ({ client_id }) => {
        await Promise.all(['one', 'two', 'three'].map((name) => update(client_id, name)));
        await stage.ask(deleteClient, { actor: ACTOR, client_id });
      }),
    );
    await emptyOutbox();
    const events = ['created 1', 'updated 2', 'updated 3', 'updated 4', 'deleted 5'];
    for (const { client_id } of clients) {
      await eventually('all is heard', () => listener.changesOf(client_id).length >= events.length);
      expect(listener.changesOf(client_id)).toEqual(events);
    }
  });

  it('answers "unavailable" while Postgres is down, and works again when it is back', async () => {
    const { client_id } = await stage.create({ name: 'before' });
    const requests: [RequestContract, object][] = [
      [getClient, { client_id }],
      [findClientRecord, { client_id }],
      [listClients, {}],
      [createClient, { actor: ACTOR, client: { name: 'during' } }],
      [updateClient, { actor: ACTOR, client_id, change: { name: 'during' } }],
      [deleteClient, { actor: ACTOR, client_id }],
    ];
    await postgres.stop();
    for (const [contract, request] of requests) {
      const refusal = { code: 'unavailable', retryAfterSeconds: 1 };
      await expect(stage.ask(contract, request)).rejects.toMatchObject(refusal);
    }
    await postgres.restart();
    const { name } = await eventually('it works again', () => stage.ask(getClient, { client_id }));
    expect(name).toBe('before');
    await eventually('it writes again', () => update(client_id, 'after'));
    await eventually('it publishes again', () => listener.changesOf(client_id).includes('updated 2'));
  });

  it('keeps what is committed while NATS is down, and publishes it when it is back', async () => {
    const create = replicas[0]!.get(CreateClient);
    stage.lines.length = 0;
    await nats.stop();
    await eventually('it is noticed', () =>
      stage.lines.some(({ msg }) => msg === 'heartbeat cannot be sent'),
    );
    const context = new RequestContext('during', Deadline.after(20_000));
    const client = newApplicationClient.parse({ name: 'during' });
    const { client_id } = await create.execute({ actor: ACTOR, client }, context);
    await eventually('it waits', () => stage.lines.some(({ msg }) => msg === 'events wait in the outbox'));
    await nats.restart();
    await eventually('it is heard', () => listener.changesOf(client_id).includes('created 1'));
    await emptyOutbox();
    await eventually('the heartbeat is back', () =>
      stage.lines.some(({ msg, before }) => msg === 'works again' && before === 'heartbeat cannot be sent'),
    );
    const found = await eventually('it is answered', () => stage.ask(getClient, { client_id }));
    expect(found).toMatchObject({ name: 'during' });
  });
});
