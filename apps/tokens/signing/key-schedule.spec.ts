import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { PublicJwk } from '@postern/contracts';
import type { SigningAlgorithm } from '@postern/oauth';
import { Seal } from '@postern/persistence';
import fc from 'fast-check';
import { policyWith } from '../fixtures/keys.js';
import { placeOf } from './generate-signing-key.js';
import { KeyRing } from './key-ring.js';
import { dueSteps, firstState, MOST_PUBLISHED, TRUSTED_SECONDS, type KeyStates } from './key-schedule.js';
import { SigningKeyEntity } from './signing-key.entity.js';
import type { SigningPolicy } from './signing-policy.js';

const seal = new Seal(randomBytes(32), 'signing-keys');
/** A step that takes longer is undone, and its commit takes some time too. */
const LONGEST_STEP_MS = 4_000;
/** How long an answer may be on its way. */
const LONGEST_WAY_MS = 2_000;

/** Keys to take from, since the schedule does not look at what is in them. */
const pool = Array.from({ length: 30 }, (_, index) => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = `key ${index}`;
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid } as PublicJwk;
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  return { kid, publicJwk, sealedPrivateKey: seal.seal(der, placeOf(kid)) };
});

interface Token {
  readonly kid: string;
  readonly from: number;
  readonly until: number;
}

/** Postgres with its replicas and all who keep what they have answered, in a time that goes on at our word. */
class World {
  time = 1_800_000_000_000;
  keys: SigningKeyEntity[] = [];
  readonly made: string[] = [];
  readonly tokens: Token[] = [];
  readonly keySets: { kids: Set<string>; from: number; until: number }[] = [];
  private commit: { at: number; apply: () => void } | undefined;

  /** As a replica reads it. */
  get states(): KeyStates<SigningKeyEntity> {
    const keys = this.keys
      .filter(({ status }) => status !== 'retired')
      .map((key) => Object.assign(new SigningKeyEntity(), key));
    return { keys, now: new Date(this.time) };
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
    if (this.commit === undefined || this.commit.at > this.time) return;
    this.commit.apply();
    this.commit = undefined;
  }

  /** Takes the steps that are due; others see them, and may take theirs, when they are committed. */
  advance(policy: SigningPolicy, takesMs: number): void {
    if (this.commit !== undefined) this.pass(Math.max(0, this.commit.at - this.time));
    const states = this.states;
    const { changes, begins } = dueSteps(states, policy);
    const apply = () => {
      for (const change of changes)
        Object.assign(
          this.keys.find(({ kid }) => kid === change.kid)!,
          change,
        );
      if (!begins || this.made.length === pool.length) return;
      const fresh = pool[this.made.length]!;
      this.made.push(fresh.kid);
      this.keys.push({ ...fresh, algorithm: policy.algorithm, ...firstState(states, policy) });
      expectOneOfEach(this.keys);
    };
    if (takesMs === 0) apply();
    else this.commit = { at: this.time + takesMs, apply };
  }
}

function expectOneOfEach(keys: readonly SigningKeyEntity[]): void {
  for (const status of ['pending', 'active'])
    expect(keys.filter((key) => key.status === status).length).toBeLessThanOrEqual(1);
  expect(keys.filter(({ status }) => status !== 'retired').length).toBeLessThanOrEqual(MOST_PUBLISHED);
}

class Replica {
  private ring: KeyRing;

  constructor(
    private readonly world: World,
    readonly policy: SigningPolicy,
  ) {
    world.advance(policy, 0);
    this.ring = new KeyRing(world.states, world.time, seal, undefined);
  }

  poll(stepTakesMs: number): void {
    this.ring = new KeyRing(this.world.states, this.world.time, seal, this.ring);
    this.world.advance(this.policy, stepTakesMs);
  }

  sign(ttlSeconds: number): boolean {
    const { time, tokens } = this.world;
    const until = time + Math.min(ttlSeconds, this.policy.maxTokenLifetimeSeconds) * 1_000;
    if (until > this.ring.signsUntil) return false;
    tokens.push({ kid: this.ring.signing!.kid, from: time, until });
    return true;
  }

  publish(wayMs: number): void {
    const { time, keySets } = this.world;
    const age = this.ring.keySetAge(time, this.policy.keySetMaxAgeSeconds);
    if (age < 0) return;
    const from = time + wayMs;
    keySets.push({ kids: new Set(this.ring.published.keys()), from, until: from + age * 1_000 });
  }

  verifies({ kid }: Token): boolean {
    if (this.ring.published.has(kid)) return true;
    const isTrusted = this.world.time - this.ring.readAt <= TRUSTED_SECONDS * 1_000;
    return !isTrusted && this.world.states.keys.some((key) => key.kid === kid);
  }
}

const policy = fc
  .record({
    algorithm: fc.constantFrom<SigningAlgorithm>('ES256', 'ES256', 'ES256', 'EdDSA'),
    keySetMaxAgeSeconds: fc.integer({ min: 0, max: 60 }),
    maxTokenLifetimeSeconds: fc.integer({ min: 1, max: 120 }),
  })
  .map(policyWith);
const replica = fc.nat({ max: 2 });
const event = fc.record({
  afterMs: fc.oneof(fc.nat({ max: 3_000 }), fc.nat({ max: 30_000 })),
  what: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('poll' as const),
        replica,
        takesMs: fc.nat({ max: LONGEST_STEP_MS }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('sign' as const),
        replica,
        ttlSeconds: fc.integer({ min: 1, max: 120 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('publish' as const),
        replica,
        wayMs: fc.nat({ max: LONGEST_WAY_MS }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('request' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), replica, policy }) },
  ),
});

describe('28: a rotation', () => {
  it('never makes a token worthless: not by a key set that someone keeps, nor at a replica, however long that is cut off', () => {
    let rotations = 0;
    fc.assert(
      fc.property(
        fc.array(policy, { minLength: 3, maxLength: 3 }),
        fc.array(event, { minLength: 60, maxLength: 250 }),
        (policies, events) => {
          const world = new World();
          const replicas = policies.map((one) => new Replica(world, one));
          for (const { afterMs, what } of events) {
            world.pass(afterMs);
            if (what.do === 'poll') replicas[what.replica]!.poll(what.takesMs);
            else if (what.do === 'sign') replicas[what.replica]!.sign(what.ttlSeconds);
            else if (what.do === 'publish') replicas[what.replica]!.publish(what.wayMs);
            else if (what.do === 'restart') replicas[what.replica] = new Replica(world, what.policy);
            else for (const key of world.keys) if (key.status === 'active') key.rotationRequested = true;
            for (const token of world.tokens)
              if (token.until > world.time)
                for (const one of replicas) expect(one.verifies(token)).toBe(true);
          }
          for (const { kid, from, until } of world.tokens)
            for (const set of world.keySets)
              if (set.from < until && set.until > from && !set.kids.has(kid))
                throw new Error(`${kid} is not in a key set that is in use`);
          rotations += world.made.length - 1;
        },
      ),
      { numRuns: 200 },
    );
    // So that it was tried at all.
    expect(rotations).toBeGreaterThan(200);
  });

  const start = (more: Partial<SigningPolicy> = {}) => {
    const world = new World();
    return { world, replica: new Replica(world, policyWith(more)) };
  };

  it('is not the end of a replica that Postgres is out of reach for, as long as its tokens end before their key', () => {
    const { world, replica: alone } = start({ keySetMaxAgeSeconds: 300, maxTokenLifetimeSeconds: 86_400 });
    world.pass(86_400_000 - 3_600_000 + 300_000);
    expect(alone.sign(3_600)).toBe(true);
    expect(alone.sign(86_400)).toBe(false);
    world.pass(3_600_000);
    expect(alone.sign(60)).toBe(false);
    alone.poll(0);
    expect(alone.sign(86_400)).toBe(true);
  });

  it('hinders no replica that reads in time, also where their settings differ', () => {
    const short = { keySetMaxAgeSeconds: 5, maxTokenLifetimeSeconds: 20 };
    const { world, replica: one } = start(short);
    const other = new Replica(world, policyWith({ keySetMaxAgeSeconds: 50, maxTokenLifetimeSeconds: 100 }));
    for (let count = 0; count < 300; count++) {
      world.pass(2_000);
      if (count % 50 === 0)
        for (const key of world.keys) if (key.status === 'active') key.rotationRequested = true;
      for (const each of [one, other]) {
        each.poll(0);
        expect(each.sign(100)).toBe(true);
        each.publish(0);
        expect(world.keySets.at(-1)!.until - world.time).toBe(each.policy.keySetMaxAgeSeconds * 1_000);
      }
    }
    expect(world.made.length).toBeGreaterThan(4);
  });

  it('begins by schedule after its days, and not before, nor ever with none', () => {
    for (const [rotationDays, days, made] of [
      [90, 89.9, 1],
      [90, 90, 2],
      [0, 9_000, 1],
    ] as const) {
      const { world, replica: one } = start({ rotationDays });
      world.pass(days * 86_400_000);
      one.poll(0);
      expect(world.made).toHaveLength(made);
    }
  });

  it('waits while very many keys are published', () => {
    const { world, replica: one } = start({ keySetMaxAgeSeconds: 0 });
    for (let count = 0; count < 100; count++) {
      for (const key of world.keys) if (key.status === 'active') key.rotationRequested = true;
      world.pass(20_000);
      one.poll(0);
    }
    expect(world.made).toHaveLength(MOST_PUBLISHED);
    world.pass(86_500_000);
    for (let count = 0; count < 3; count++) one.poll(0);
    expect(world.made).toHaveLength(MOST_PUBLISHED + 1);
  });

  it('keeps private parts only of what signs or will', () => {
    const { world, replica: one } = start();
    world.keys[0]!.rotationRequested = true;
    for (let count = 0; count < 3; count++) {
      one.poll(0);
      world.pass(320_000);
      for (const { status, sealedPrivateKey } of world.keys)
        expect(sealedPrivateKey !== null).toBe(status === 'pending' || status === 'active');
    }
    expect(world.keys.map(({ status }) => status)).toEqual(['retiring', 'active']);
    expect(createPublicKey({ key: world.keys[0]!.publicJwk, format: 'jwk' })).toBeDefined();
  });
});
