import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EventOf, secretsUsed } from '@postern/contracts';
import type { EventPublisher } from '@postern/messaging';
import { createLogger } from '@postern/observability';
import { UseReports } from './use-reports.js';

const CLIENT = 'pcl_0000000000000000000000';
const START = new Date('2026-01-01T10:00:00.000Z');

const publish = jest.fn<(contract: unknown, payload: EventOf<typeof secretsUsed>) => Promise<void>>();
let reports: UseReports;

beforeEach(() => {
  jest.useFakeTimers({ now: START, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  publish.mockReset().mockResolvedValue();
  const logger = createLogger({ service: 'test', level: 'error', format: 'json' });
  reports = new UseReports({ publish } as unknown as EventPublisher, logger);
});

afterEach(() => {
  jest.useRealTimers();
});

/** What was published once the service stops. */
async function published() {
  await reports.onModuleDestroy();
  return publish.mock.calls.map(([, { uses }]) => uses);
}

describe('reports of used secrets', () => {
  it('name a secret in steady use once a minute', async () => {
    for (let second = 0; second < 90; second++) {
      jest.setSystemTime(START.getTime() + second * 1_000);
      reports.note(CLIENT, 'secret');
    }
    expect(await published()).toEqual([
      [
        { client_id: CLIENT, secret_id: 'secret', used_at: '2026-01-01T10:00:00.000Z' },
        { client_id: CLIENT, secret_id: 'secret', used_at: '2026-01-01T10:01:00.000Z' },
      ],
    ]);
  });

  it('hold a thousand uses each, and leave none out', async () => {
    for (let secret = 0; secret < 2_500; secret++) reports.note(CLIENT, String(secret));
    const sizes = (await published()).map((uses) => uses.length);
    expect(sizes).toEqual([1_000, 1_000, 500]);
  });

  it('are given up where NATS does not take them as the service stops', async () => {
    publish.mockRejectedValue(new Error('no NATS connection'));
    reports.note(CLIENT, 'secret');
    expect(await published()).toHaveLength(1);
  });

  it('come later where NATS does not take them now, in the order in which they were noted', async () => {
    publish.mockRejectedValueOnce(new Error('no acknowledgement'));
    for (let secret = 0; secret < 1_500; secret++) reports.note(CLIENT, String(secret));
    reports.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(1);
    reports.note(CLIENT, 'later');
    const [refused, ...taken] = await published();
    const names = taken.flat().map(({ secret_id }) => secret_id);
    expect(refused).toHaveLength(1_000);
    expect(names).toEqual([...Array.from({ length: 1_500 }, (_, secret) => String(secret)), 'later']);
  });

  it('are forgotten beyond 50,000, the oldest first', async () => {
    publish.mockRejectedValueOnce(new Error('no NATS connection'));
    for (let secret = 0; secret < 50_003; secret++) reports.note(CLIENT, String(secret));
    reports.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(1);
    const [, ...taken] = await published();
    expect(taken.flat()).toHaveLength(50_000);
    expect(taken[0]![0]).toMatchObject({ secret_id: '3' });
  });

  it('are not sent where nothing was used', async () => {
    expect(await published()).toEqual([]);
  });
});
