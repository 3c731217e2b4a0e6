import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Metrics } from '@postern/observability';
import { RedisMetrics } from './redis-metrics.js';
import { RecordMetrics } from './record-metrics.js';
import { Failure, type ClientRecord } from '@postern/contracts';
import { Deadline, type NatsClient, type NatsLink, RequestContext } from '@postern/messaging';
import { createLogger } from '@postern/observability';
import { eventually, startTestRedis, TestResources, Turns } from '@postern/testing';
import fc from 'fast-check';
import { bareRecord } from '../fixtures/records.js';
import { ClientRecords } from './client-records.js';
import { RecordCache } from './record-cache.js';
import { RedisLink, RedisUrl } from './redis-link.js';

/**
 * Interleavings of everything that can happen to one client's record, over two replicas and a real Redis. The
 * client service is played by a variable, since only so its reads can be put between any two other steps.
 */
const CLIENT = 'pcl_0000000000000000000000';
const DELETED = Number.POSITIVE_INFINITY;
const STREAM = 'stream-1';

const resources = new TestResources();
const logger = createLogger({ service: 'test', level: 'error', format: 'json' });
let links: RedisLink[];

beforeAll(async () => {
  const server = await startTestRedis(resources);
  links = [1, 2].map(() => {
    const link = new RedisLink(new RedisUrl(server.url), logger, new RedisMetrics(new Metrics()));
    return resources.add(link, () => {
      link.onApplicationShutdown();
    });
  });
  await eventually('both replicas know their Redis', () =>
    links.every((link) => link.serverId !== undefined),
  );
});

afterAll(() => resources.release());

type Action = 'find' | 'update' | 'delete' | 'repeat event' | 'flush' | 'evict' | 'heartbeat';

/** The client, its truth, and what has been promised of it. */
class World {
  version = 1;
  deleted = false;
  /** Every change up to this version is confirmed: who asks from now on must not see an older one. */
  confirmed = 1;
  readonly stale: string[] = [];
  private repeats = 0;
  private readonly applied = new Set<number>([1]);
  private readonly caches: RecordCache[];
  private readonly replicas: ClientRecords[];

  constructor(
    private readonly turns: Turns,
    private readonly redis: 'up' | 'down' = 'up',
  ) {
    this.caches = links.map((link) => new InterleavedCache(link, turns, redis));
    const nats = { request: () => this.readTruth() } as unknown as NatsClient;
    this.replicas = this.caches.map(
      (cache) => new ClientRecords(cache, nats, new RecordMetrics(new Metrics()), logger),
    );
  }

  /** @param delay turns to let pass first, so that late actions meet early ones half-way */
  async act(action: Action, replica: number, delay: number): Promise<void> {
    for (let turn = 0; turn <= delay; turn++) await this.turns.next();
    switch (action) {
      case 'find':
        return this.find(replica);
      case 'update':
        return this.change(false, replica);
      case 'delete':
        return this.change(true, replica);
      case 'repeat event':
        return this.repeat(replica);
      case 'flush':
        await links[0]!.redis.flushall();
        return;
      case 'evict':
        await links[0]!.redis.del(`record:${CLIENT}`);
        return;
      case 'heartbeat':
        return this.heartbeat();
    }
  }

  async heartbeat(): Promise<void> {
    for (let version = 1; version <= this.version; version++) if (!this.applied.has(version)) return;
    await this.caches[0]!.markFresh(new Date(), STREAM);
  }

  async find(replica: number): Promise<void> {
    const atLeast = this.confirmed;
    const context = new RequestContext('test', Deadline.after(60_000));
    const found = await this.replicas[replica]!.find(CLIENT, context).catch(sayingNothing);
    if (found === undefined) return;
    const seen = found.record?.version ?? DELETED;
    if (seen < atLeast) this.stale.push(`saw version ${seen} when ${atLeast} was confirmed`);
  }

  /** A change commits. One replica handles its event; the other may hear of it or not, now or later. */
  private async change(deletes: boolean, replica: number): Promise<void> {
    if (this.deleted) return;
    this.version++;
    this.deleted = deletes;
    const version = this.version;
    if (this.redis === 'up') await this.apply(version, deletes, replica);
    // Without Redis nothing is left to hold what one replica hears; the shortcut tells each of them.
    else await Promise.allSettled([this.apply(version, deletes, 0), this.apply(version, deletes, 1)]);
    this.confirmed = Math.max(this.confirmed, deletes ? DELETED : version);
  }

  private async apply(version: number, deletes: boolean, replica: number): Promise<void> {
    await this.turns.next();
    await this.replicas[replica]!.supersede({ client_id: CLIENT, version }, deletes);
    this.applied.add(version);
  }

  /** An event that was handled before comes again, at either replica. */
  private async repeat(replica: number): Promise<void> {
    if (this.redis === 'down') return;
    const versions = [...this.applied];
    const version = versions[this.repeats++ % versions.length]!;
    await this.apply(version, this.deleted && version === this.version, replica);
  }

  private async readTruth(): Promise<{ record: ClientRecord | null }> {
    await this.turns.next();
    const record = this.deleted ? null : recordOf(this.version);
    await this.turns.next();
    return { record };
  }
}

/** The real cache, each command of which takes turns with all else that happens. */
class InterleavedCache extends RecordCache {
  constructor(
    link: RedisLink,
    private readonly turns: Turns,
    private readonly redis: 'up' | 'down',
  ) {
    super(link, { connectedSince: 0 } as NatsLink, new RecordMetrics(new Metrics()));
  }

  override read(...values: Parameters<RecordCache['read']>) {
    return this.command(() => super.read(...values));
  }

  override lease(...values: Parameters<RecordCache['lease']>) {
    return this.command(() => super.lease(...values));
  }

  override settle(...values: Parameters<RecordCache['settle']>) {
    return this.command(() => super.settle(...values));
  }

  override supersede(...values: Parameters<RecordCache['supersede']>) {
    return this.command(() => super.supersede(...values));
  }

  private command<T>(work: () => Promise<T>): Promise<T> {
    const failing = () => Promise.reject(new Error('Redis is down'));
    return this.turns.take(this.redis === 'up' ? work : failing);
  }
}

/** A reader that changes overtake again and again may give up; it may not guess. */
function sayingNothing(error: unknown): undefined {
  if (!(error instanceof Failure && error.code === 'unavailable')) throw error;
}

function recordOf(version: number): ClientRecord {
  return bareRecord({ client_id: CLIENT, version });
}

const action = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Action>('find') },
  { weight: 3, arbitrary: fc.constant<Action>('update') },
  { weight: 1, arbitrary: fc.constant<Action>('delete') },
  { weight: 2, arbitrary: fc.constant<Action>('repeat event') },
  { weight: 1, arbitrary: fc.constant<Action>('flush') },
  { weight: 1, arbitrary: fc.constant<Action>('evict') },
  { weight: 1, arbitrary: fc.constant<Action>('heartbeat') },
);
const plans = fc.array(fc.tuple(action, fc.nat({ max: 1 }), fc.nat({ max: 20 })), {
  minLength: 4,
  maxLength: 16,
});

describe('client records', () => {
  it('never show a state that a confirmed change has ended, whatever comes between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.noBias(fc.nat())), plans, async (draws, plan) => {
        await links[0]!.redis.flushall();
        const turns = new Turns(draws);
        const world = new World(turns);
        await world.heartbeat();
        await turns.run(plan.map((one) => world.act(...one)));
        // Once all is quiet, both replicas tell the truth.
        await turns.run([world.find(0), world.find(1)]);
        expect(world.stale).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  it('never show it while Redis is down either', async () => {
    const withoutRedis = plans.map((plan) =>
      plan.filter(([what]) => !['flush', 'evict', 'heartbeat'].includes(what)),
    );
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.noBias(fc.nat())), withoutRedis, async (draws, plan) => {
        const turns = new Turns(draws);
        const world = new World(turns, 'down');
        await turns.run(plan.map((one) => world.act(...one)));
        expect(world.stale).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
