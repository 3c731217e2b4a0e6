import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Metrics } from '@postern/observability';
import { RedisMetrics } from '../client-records/redis-metrics.js';
import { Failure, type RevokedToken } from '@postern/contracts';
import { Deadline, type NatsClient, RequestContext } from '@postern/messaging';
import { createLogger } from '@postern/observability';
import { eventually, startTestRedis, TestResources, Turns } from '@postern/testing';
import fc from 'fast-check';
import { RedisLink, RedisUrl } from '../client-records/redis-link.js';
import { LoadRevokedSet } from './load-revoked-set.js';
import { RevokedSet, type LoadLease } from './revoked-set.js';
import { RevokedSetKeeper } from './revoked-set-keeper.js';
import type { RevokedTokenRepository } from './revoked-token.repository.js';
import { RevokedTokens } from './revoked-tokens.js';

/**
 * Interleavings of all that can happen to the revoked tokens, over two replicas and a real Redis. Postgres is
 * played by a set, since only so its reads can be put between any two other steps; a Redis that comes up with an
 * old snapshot, and a stale replica of it that is promoted, by a key that is restored under another identity.
 */
const TOKENS = ['a', 'b', 'c'];
const KEY = 'revoked';
const NOW = Math.floor(Date.now() / 1_000);
const REPLICAS = [0, 1];

const resources = new TestResources();
const logger = createLogger({ service: 'test', level: 'error', format: 'json' });
const CHANGE = {
  event_id: randomUUID(),
  actor: { type: 'client', id: 'pcl_0000000000000000000000' },
  action: 'token.revoked',
  subject_id: 'any',
  request_id: 'test',
} as const;
const context = new RequestContext('test', Deadline.after(600_000));
let real: RedisLink;

beforeAll(async () => {
  const server = await startTestRedis(resources);
  real = new RedisLink(new RedisUrl(server.url), logger, new RedisMetrics(new Metrics()));
  resources.add(real, () => {
    real.onApplicationShutdown();
  });
  await eventually('Redis is known', () => real.serverId !== undefined);
});

afterAll(() => resources.release());

const WEIGHTS = {
  ask: 8,
  revoke: 4,
  keep: 4,
  flush: 2,
  snapshot: 1,
  restart: 1,
  'cut off': 1,
  reconnect: 1,
  hang: 1,
  'go on': 2,
  crash: 1,
};
type Action = keyof typeof WEIGHTS;

/** A replica's connection: which server it believes to talk to, and whether it does. */
class Connection {
  readonly redis = real.redis;
  cut = false;
  /** Commands fail, though the connection is not lost. */
  hanging = false;
  private since = 1;
  private crashes = 0;

  constructor(private readonly server: { id: number }) {}

  get serverId(): string | undefined {
    return this.cut ? undefined : `server-${this.server.id}`;
  }

  get connectedSince(): number {
    return this.cut ? Number.POSITIVE_INFINITY : this.since;
  }

  renew(): void {
    this.cut = false;
    this.since++;
  }

  /** What is under way then never goes on. */
  crash(): void {
    this.crashes++;
  }

  get life(): number {
    return this.crashes;
  }
}

/** The real set, each command of which takes turns with all else that happens. */
class InterleavedSet extends RevokedSet {
  constructor(
    private readonly connection: Connection,
    private readonly turns: Turns,
  ) {
    super(connection as unknown as RedisLink);
  }

  override check(jti: string) {
    return this.command(() => super.check(jti));
  }

  override isComplete() {
    return this.command(() => super.isComplete());
  }

  override hold(tokens: readonly RevokedToken[]) {
    return this.command(() => super.hold(tokens));
  }

  override lease() {
    return this.command(() => super.lease());
  }

  override complete(lease: LoadLease) {
    return this.command(() => super.complete(lease));
  }

  private command<T>(work: () => Promise<T>): Promise<T> {
    const { life } = this.connection;
    return this.turns.take(() => {
      const { cut, hanging } = this.connection;
      if (cut || hanging || this.connection.life !== life) throw new Error('Redis is out of reach');
      return work();
    });
  }
}

class Replica {
  readonly connection: Connection;
  readonly set: RevokedSet;
  keeper!: RevokedSetKeeper;
  tokens!: RevokedTokens;

  constructor(private readonly world: World) {
    this.connection = new Connection(world.server);
    this.set = new InterleavedSet(this.connection, world.turns);
    this.start();
  }

  /** As a new process: it remembers nothing. */
  start(): void {
    const { repository, nats } = this.world;
    const load = new LoadRevokedSet(this.set, repository);
    this.keeper = new RevokedSetKeeper(this.connection as unknown as RedisLink, this.set, load, logger);
    this.tokens = new RevokedTokens(repository, this.set, this.keeper, nats, logger);
  }
}

/** The replicas, the truth, and what has been promised of it. */
class World {
  readonly server = { id: 0 };
  readonly wrong: string[] = [];
  readonly replicas: Replica[];
  readonly repository: RevokedTokenRepository;
  readonly nats: NatsClient;
  private readonly committed = new Set<string>();
  private readonly confirmed = new Set<string>();
  private snapshot: Buffer | null = null;

  constructor(readonly turns: Turns) {
    this.repository = {
      add: ({ jti }: RevokedToken) => this.query(() => void this.committed.add(jti)),
      has: (jti: string) => this.query(() => this.committed.has(jti)),
      // A page each, so that anything can happen between two of them.
      after: (last: string) => this.query(() => this.nextAfter(last)),
    } as unknown as RevokedTokenRepository;
    this.nats = { request: (_: unknown, token: RevokedToken) => this.askAll(token) } as unknown as NatsClient;
    this.replicas = REPLICAS.map(() => new Replica(this));
  }

  /** @param delay turns to let pass first, so that late actions meet early ones half-way */
  async act(action: Action, which: number, jti: string, delay: number): Promise<void> {
    for (let turn = 0; turn <= delay; turn++) await this.turns.next();
    const replica = this.replicas[which]!;
    switch (action) {
      case 'ask':
        return this.ask(replica, jti);
      case 'revoke':
        return this.revoke(replica, jti);
      case 'keep':
        return replica.keeper.attempt();
      case 'flush':
        await this.turns.take(() => real.redis.flushall());
        return;
      case 'snapshot':
        this.snapshot = await this.turns.take(() => real.redis.dumpBuffer(KEY));
        return;
      case 'restart':
        return this.turns.take(() => this.restartRedis());
      case 'cut off':
        replica.connection.cut = true;
        return;
      case 'reconnect':
        replica.connection.renew();
        return;
      case 'hang':
        for (const { connection } of this.replicas) connection.hanging = true;
        return;
      case 'go on':
        for (const { connection } of this.replicas) connection.hanging = false;
        return;
      case 'crash':
        replica.connection.crash();
        replica.start();
        return;
    }
  }

  /** The replicas start, and load what there is. */
  async begin(): Promise<void> {
    for (const { keeper } of this.replicas) await keeper.attempt();
  }

  /** All faults are over. Each replica has looked twice, since one load may have ended the other's. */
  async recover(): Promise<void> {
    for (const { connection } of this.replicas) {
      connection.hanging = false;
      if (connection.cut) connection.renew();
    }
    for (let round = 0; round < 2; round++) await this.begin();
  }

  /** What every replica says in the end is what Postgres says, and Redis can say it alone. */
  async settle(): Promise<void> {
    for (const { set } of this.replicas)
      for (const jti of TOKENS)
        if ((await set.check(jti)) !== this.committed.has(jti)) this.wrong.push(`${jti} differs at the end`);
  }

  private async ask({ tokens }: Replica, jti: string): Promise<void> {
    const before = this.confirmed.has(jti);
    const revoked = await tokens.has(jti, { requestId: 'r1' });
    if (before && !revoked) this.wrong.push(`${jti} was not revoked after that was confirmed`);
    if (revoked && !this.committed.has(jti)) this.wrong.push(`${jti} was revoked by nobody`);
  }

  private async revoke({ tokens, connection }: Replica, jti: string): Promise<void> {
    const { life } = connection;
    try {
      await tokens.add({ jti, exp: NOW + 3_600 }, CHANGE, context);
      if (connection.life === life) this.confirmed.add(jti);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }

  /** Every replica is asked; one that has done it is enough. */
  private async askAll(token: RevokedToken): Promise<object> {
    try {
      await Promise.any(this.replicas.map(({ set }) => set.hold([token])));
      return {};
    } catch {
      throw new Failure('unavailable');
    }
  }

  private async restartRedis(): Promise<void> {
    this.server.id++;
    await real.redis.flushall();
    if (this.snapshot !== null) await real.redis.restore(KEY, 0, this.snapshot);
    for (const { connection } of this.replicas) if (!connection.cut) connection.renew();
  }

  private nextAfter(last: string): RevokedToken[] {
    const jti = TOKENS.find((one) => one > last && this.committed.has(one));
    return jti === undefined ? [] : [{ jti, exp: NOW + 3_600 }];
  }

  private query<T>(work: () => T): Promise<T> {
    return this.turns.take(() => Promise.resolve(work()));
  }
}

const action = fc.oneof(
  ...Object.entries(WEIGHTS).map(([name, weight]) => ({
    weight,
    arbitrary: fc.constant(name as Action),
  })),
);
const step = fc.tuple(action, fc.constantFrom(...REPLICAS), fc.constantFrom(...TOKENS), fc.nat({ max: 25 }));
const plans = fc.array(step, { minLength: 6, maxLength: 24 });

describe('24: revoked tokens', () => {
  it('are never active again once that is confirmed, whatever comes between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.noBias(fc.nat())), plans, async (draws, plan) => {
        await real.redis.flushall();
        const turns = new Turns(draws);
        const world = new World(turns);
        await turns.run([world.begin()]);
        await turns.run(plan.map((one) => world.act(...one)));
        await turns.run([world.recover()]);
        await turns.run([world.settle()]);
        expect(world.wrong).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
