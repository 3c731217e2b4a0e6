import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import { ClientsStage } from '../fixtures/clients-stage.js';
import { EventListener } from '../fixtures/event-listener.js';

const resources = new TestResources();
let stage: ClientsStage;
let listener: EventListener;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  await stage.startReplica();
  listener = await EventListener.start(nats.url, resources);
});

afterAll(() => resources.release());

const moments = () => listener.heartbeats.map(({ complete_until }) => Date.parse(complete_until));

/** Waits until so many heartbeats more are heard, and returns those. */
function moreHeartbeats(count: number): Promise<number[]> {
  const known = moments().length;
  return eventually(`${count} more heartbeats`, () => {
    const more = moments().slice(known);
    return more.length >= count && more;
  });
}

/** Time of Postgres. */
async function now(): Promise<number> {
  return (await stage.sql<{ now: Date }>('SELECT clock_timestamp() AS now'))[0]!.now.getTime();
}

/** An event in the outbox that a replica has claimed and does not publish. */
async function stuckEvent(): Promise<void> {
  const client_id = 'pcl_stuck00000000000000000';
  await stage.sql(
    `INSERT INTO outbox (subject, key, payload, claimed_until)
     VALUES ('events.clients.client.deleted', $1, $2, 'infinity')`,
    [client_id, JSON.stringify({ client_id, version: 2 })],
  );
}

describe('the heartbeat', () => {
  it('says that the stream is complete up to now while nothing waits', async () => {
    const before = await now();
    await eventually('a later moment', () => moments().some((moment) => moment >= before));
    expect(Math.max(...moments())).toBeLessThanOrEqual(await now());
  });

  it('never passes an event that waits in the outbox, and passes it once it is in the stream', async () => {
    await stuckEvent();
    // Not since its own moment: of what is not committed yet a heartbeat knows nothing.
    const waitingSince = await now();
    for (const moment of await moreHeartbeats(4)) expect(moment).toBeLessThanOrEqual(waitingSince);
    await stage.sql('UPDATE outbox SET claimed_until = NULL');
    await eventually('a later moment', () => moments().some((moment) => moment > waitingSince));
    const event = listener.heard.findIndex((one) => 'event' in one && one.client_id.includes('stuck'));
    const passed = listener.heard.findIndex(
      (one) => 'complete_until' in one && Date.parse(one.complete_until) > waitingSince,
    );
    expect(event).toBeGreaterThanOrEqual(0);
    expect(event).toBeLessThan(passed);
  });

  it('stands after each change that had been made by its moment', async () => {
    const made: { id: string; at: number }[] = [];
    const until = moments().length + 4;
    while (moments().length < until) {
      const created = await Promise.all([stage.create(), stage.create(), stage.create()]);
      const at = await now();
      made.push(...created.map(({ client_id }) => ({ id: client_id, at })));
    }
    const last = made.at(-1)!.at;
    await eventually('a heartbeat past the last change', () => moments().some((moment) => moment > last));
    const place = new Map(
      listener.heard.map((one, index) => ['event' in one ? one.client_id : index, index]),
    );
    listener.heard.forEach((one, index) => {
      if ('event' in one) return;
      const moment = Date.parse(one.complete_until);
      const later = made.filter(({ id, at }) => at < moment && !((place.get(id) ?? Infinity) < index));
      expect(later).toEqual([]);
    });
  });
});
