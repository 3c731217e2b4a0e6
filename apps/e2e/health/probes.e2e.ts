import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import type { Service } from '@postern/tools/system';
import { readSeries, sumOf } from '../metrics/exposition.js';
import { whileDown } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import { startPostern } from '../system/start-postern.js';
import { whileLocked } from '../system/stores.js';

const resources = new TestResources();
let postern: OwnPostern;
let replicas: readonly Service[];

beforeAll(async () => {
  postern = await startPostern(resources);
  replicas = postern.services;
  expect((await postern.manage('GET')).status).toBe(200);
});
afterAll(() => resources.release());

/** Of each of them what it says to a probe; a process that does not listen says nothing. */
async function saidBy(services: readonly Service[], path: '/health/live' | '/health/ready') {
  return Promise.all(
    services.map(async (service) => {
      const answer = await postern.monitor(service, path).catch(() => undefined);
      return answer && `${answer.status} ${answer.json<{ status: number | string }>().status}`;
    }),
  );
}

const all = (services: readonly unknown[], answer: string) => services.map(() => answer);

async function expectReadiness(services: readonly Service[], answer: string): Promise<void> {
  await eventually(`readiness is ${answer}`, async () => {
    expect(await saidBy(services, '/health/ready')).toEqual(all(services, answer));
    return true;
  });
}

describe('probes', () => {
  it('find every replica alive and ready', async () => {
    expect(await saidBy(replicas, '/health/live')).toEqual(all(replicas, '200 live'));
    expect(await saidBy(replicas, '/health/ready')).toEqual(all(replicas, '200 ready'));
  });

  it('find every replica unready and alive while NATS is down', async () => {
    const [gateway, behind] = [
      postern.replicas('gateway'),
      replicas.filter(({ name }) => name !== 'gateway'),
    ];
    await whileDown([postern.server('nats')], async () => {
      await expectReadiness(behind, '503 disconnected');
      await expectReadiness(gateway, '503 503');
      expect(await saidBy(replicas, '/health/live')).toEqual(all(replicas, '200 live'));
    });
    await expectReadiness(replicas, '200 ready');
  });

  it.each(['redis', 'postgres'] as const)('leave every replica in service while %s is down', async (name) => {
    await whileDown([postern.server(name)], async () => {
      // The service has noticed: it says so itself, to those who need what it cannot have.
      if (name === 'postgres') {
        await eventually('it is missed', async () => (await postern.manage('GET')).status === 503);
      }
      expect(await saidBy(replicas, '/health/ready')).toEqual(all(replicas, '200 ready'));
    });
  });

  it.each(['clients', 'tokens'] as const)('tell that %s still starts', async (name) => {
    const [replica] = postern.replicas(name);
    let restarted: Promise<void> | undefined;
    await whileDown([postern.server('nats')], async () => {
      restarted = replica!.restart();
      await expectReadiness([replica!], '503 starting');
      expect(await saidBy([replica!], '/health/live')).toEqual(['200 live']);
    });
    await restarted;
    await expectReadiness(replicas, '200 ready');
  });

  it('tell that a replica is about to stop, which answers what it has in hand', async () => {
    const clients = postern.replicas('clients');
    const ask = async () => (await postern.manageAt('/v1/audit-events')).status;
    let asked: Promise<number[]> | undefined;
    await eventually('all works', async () => (await ask()) === 200);
    await whileLocked(postern, 'clients.audit_events', async () => {
      asked = Promise.all(Array.from({ length: 8 }, ask));
      await eventually('all are in hand', async () => (await inHand(clients)) >= 8);
      for (const replica of clients) replica.kill('SIGTERM');
      await expectReadiness(clients, '503 stopping');
      expect(await saidBy(clients, '/health/live')).toEqual(all(clients, '200 live'));
    });
    expect(await asked).toEqual(Array(8).fill(200));
    await eventually('they have ended', async () =>
      (await saidBy(clients, '/health/live')).every((answer) => answer === undefined),
    );
    await Promise.all(clients.map((replica) => replica.restart()));
  });
});

/** Requests that these replicas work on. */
async function inHand(services: readonly Service[]): Promise<number> {
  const answers = await Promise.all(services.map((service) => postern.monitor(service, '/metrics')));
  return sumOf(
    answers.flatMap(({ body }) => readSeries(body)),
    'postern_nats_requests_in_hand',
  );
}
