import type { SigningKeyEntity } from './signing-key.entity.js';
import type { SigningPolicy } from './signing-policy.js';

/**
 * How much later than it was decided in Postgres a replica may act on what was before. Every wait of the schedule
 * has this on top. In it are the TRUSTED_SECONDS, a commit that takes its time, an answer on its way, and clocks
 * that differ a little.
 */
export const LAG_SECONDS = 15;
/** For how long a replica takes what it has read in Postgres for the present state. */
export const TRUSTED_SECONDS = 8;
/** A rotation waits while so many keys are published, so that no haste makes a key set without bound. */
export const MOST_PUBLISHED = 8;

const DAY_MS = 86_400_000;

export type KeyState = Omit<SigningKeyEntity, 'publicJwk' | 'createdAt'>;
export type KeyChange = Pick<KeyState, 'kid'> & Partial<KeyState>;

/** Keys that are not retired, and when that was so by Postgres's clock. */
export interface KeyStates<K extends KeyState = KeyState> {
  readonly keys: readonly K[];
  readonly now: Date;
}

/** What is due by the schedule: changes in their order, and whether a new key is to be made. */
export interface DueSteps {
  readonly changes: readonly KeyChange[];
  readonly begins: boolean;
}

export function dueSteps({ keys, now }: KeyStates, policy: SigningPolicy): DueSteps {
  const known = keys.map((key) => ({ ...key, ...remembered(key, policy) }));
  const active = known.find((key) => key.status === 'active');
  const pending = known.find((key) => key.status === 'pending');
  const changes = keys.flatMap((key): KeyChange[] => {
    if (key.status === 'retiring') return isOver(key, now) ? [retired(key, now)] : [];
    const more = remembered(key, policy);
    return Object.keys(more).length > 0 ? [{ kid: key.kid, ...more }] : [];
  });
  if (pending !== undefined && isOver(pending, now)) {
    if (active !== undefined) changes.push(retiring(active, now));
    changes.push({ kid: pending.kid, status: 'active', statusSince: now, statusUntil: null });
  }
  const begins =
    pending === undefined &&
    (active === undefined || (isToBeReplaced(active, now, policy) && keys.length < MOST_PUBLISHED));
  return { changes, begins };
}

/** How a new key begins: pending until every key set without it is too old to be used; the very first one, active. */
export function firstState({ keys, now }: KeyStates, policy: SigningPolicy) {
  const active = keys.find((key) => key.status === 'active');
  const age = Math.max(policy.keySetMaxAgeSeconds, active?.longestKeySetAgeSeconds ?? 0);
  return {
    status: active === undefined ? ('active' as const) : ('pending' as const),
    statusSince: now,
    statusUntil: active === undefined ? null : after(now, age + LAG_SECONDS),
    longestTokenLifetimeSeconds: policy.maxTokenLifetimeSeconds,
    longestKeySetAgeSeconds: policy.keySetMaxAgeSeconds,
    rotationRequested: false,
    createdAt: now,
  };
}

/** Until when at the earliest a key stays published that stops signing at that time. */
export function publishedUntil(key: KeyState, stopsSigning: Date): Date {
  return after(stopsSigning, key.longestTokenLifetimeSeconds + LAG_SECONDS);
}

/** What the settings of this replica say beyond what is known of the key. */
function remembered(key: KeyState, policy: SigningPolicy): Partial<KeyState> {
  const { maxTokenLifetimeSeconds: lifetime, keySetMaxAgeSeconds: age } = policy;
  if (key.status !== 'pending' && key.status !== 'active') return {};
  return {
    ...(lifetime > key.longestTokenLifetimeSeconds && { longestTokenLifetimeSeconds: lifetime }),
    ...(age > key.longestKeySetAgeSeconds && { longestKeySetAgeSeconds: age }),
  };
}

function isToBeReplaced(active: KeyState, now: Date, policy: SigningPolicy): boolean {
  const isOld =
    policy.rotationDays > 0 && now.getTime() - active.statusSince.getTime() >= policy.rotationDays * DAY_MS;
  return isOld || active.rotationRequested || active.algorithm !== policy.algorithm;
}

/** It signs no more, so its private part goes; for the tokens that it has signed it stays published. */
function retiring(key: KeyState, now: Date): KeyChange {
  const statusUntil = publishedUntil(key, now);
  return { kid: key.kid, status: 'retiring', statusSince: now, statusUntil, sealedPrivateKey: null };
}

function retired({ kid }: KeyState, now: Date): KeyChange {
  return { kid, status: 'retired', statusSince: now, statusUntil: null };
}

function isOver({ statusUntil }: KeyState, now: Date): boolean {
  return statusUntil !== null && statusUntil <= now;
}

function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1_000);
}
