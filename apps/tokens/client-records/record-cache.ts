import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ClientRecord, ClientVersion } from '@postern/contracts';
import { NatsLink } from '@postern/messaging';
import type { Result } from 'ioredis';
import { readEntry, writeEntry, type RecordEntry } from './record-entry.js';
import { RecordMetrics } from './record-metrics.js';
import { LEASE, MARK_FRESH, SETTLE, SUPERSEDE } from './record-scripts.js';
import { KEYS } from '../redis-rights.js';
import { RedisLink } from './redis-link.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    supersede(entry: string, leases: string, digests: string, ...values: string[]): Result<0 | 1, Context>;
    settle(entry: string, leases: string, ...values: string[]): Result<0 | 1, Context>;
    lease(leases: string, ...values: string[]): Result<1, Context>;
    markFresh(marker: string, ...values: string[]): Result<0 | 1, Context>;
  }
}

const MINUTE_MS = 60_000;
/** Lifetimes in milliseconds. A record's is far below the day for which the stream keeps events. */
const RECORD_TTL_MS = 60 * MINUTE_MS;
const ABSENT_TTL_MS = 10_000;
const ENDED_TTL_MS = 60 * MINUTE_MS;
const DIGESTS_TTL_MS = 24 * 60 * MINUTE_MS;
const LEASE_TTL_MS = 5_000;
/** Records are trusted while this much or less has passed since they were known to be complete. */
export const FRESH_FOR_MS = 5_000;

/** Of the records in this version's Redis; those of another version are not trusted. */
const RECORD_FORMAT = 'records-5';

/** Secret digests of a client, by secret id. */
export type StoredDigests = Readonly<Record<string, string>>;

export interface CachedRecord {
  /** What may be answered from; `undefined` means to ask the client service. */
  readonly trusted: RecordEntry | undefined;
  readonly digests: StoredDigests;
  /** Under which generation a fill may be kept; `undefined`: none. */
  readonly generation: string | undefined;
}

/** The client records in Redis: what no interleaving may break, in single commands. */
@Injectable()
export class RecordCache {
  constructor(
    private readonly link: RedisLink,
    private readonly nats: NatsLink,
    private readonly metrics: RecordMetrics,
  ) {
    const { redis } = link;
    redis.defineCommand('supersede', { numberOfKeys: 3, lua: SUPERSEDE });
    redis.defineCommand('settle', { numberOfKeys: 2, lua: SETTLE });
    redis.defineCommand('lease', { numberOfKeys: 1, lua: LEASE });
    redis.defineCommand('markFresh', { numberOfKeys: 1, lua: MARK_FRESH });
  }

  /** One round trip: freshness, entry and digests, read at one moment. */
  async read(clientId: string): Promise<CachedRecord> {
    const [marker, entry, digests] = await this.link.redis.mget(
      KEYS.fresh,
      entryKey(clientId),
      digestsKey(clientId),
    );
    const generation = this.freshGeneration(marker);
    const trusted = entry ? trust(readEntry(entry), generation) : undefined;
    this.metrics.read(trusted !== undefined ? 'hit' : entry ? 'stale' : 'miss');
    return {
      trusted,
      digests: digests ? (JSON.parse(digests) as StoredDigests) : {},
      generation,
    };
  }

  /** Takes a lease: the right to keep what is read from now on, until something ends it. */
  async lease(clientId: string): Promise<string> {
    const lease = randomUUID();
    await this.link.redis.lease(leasesKey(clientId), lease, String(LEASE_TTL_MS));
    return lease;
  }

  /**
   * Gives the lease back with what was read, `undefined` for "no such client".
   *
   * @returns whether what was read still counts; where not, it has to be read again
   */
  async settle(
    clientId: string,
    lease: string,
    record: ClientRecord | undefined,
    generation: string | undefined,
  ) {
    const kept = generation ?? '';
    const entry: RecordEntry =
      record === undefined
        ? { state: 'absent', generation: kept }
        : { state: 'record', generation: kept, record };
    const ttlMs = generation === undefined ? 0 : record === undefined ? ABSENT_TTL_MS : RECORD_TTL_MS;
    const version = String(record?.version ?? 0);
    const keys = [entryKey(clientId), leasesKey(clientId)] as const;
    return (await this.link.redis.settle(...keys, lease, version, writeEntry(entry), String(ttlMs))) === 1;
  }

  /**
   * Ends everything that is known of a client below this version.
   *
   * @returns whether it was not known before
   */
  async supersede({ client_id: clientId, version }: ClientVersion, deleted: boolean): Promise<boolean> {
    const entry = writeEntry({ state: deleted ? 'deleted' : 'superseded', version });
    const keys = [entryKey(clientId), leasesKey(clientId), digestsKey(clientId)] as const;
    const isNews = await this.link.redis.supersede(
      ...keys,
      String(version),
      entry,
      String(ENDED_TTL_MS),
      deleted ? '1' : '0',
    );
    return isNews === 1;
  }

  /**
   * Records that everything committed before `completeUntil` is applied.
   *
   * @param stream incarnation of the stream that says so
   * @throws Error where it cannot count
   */
  async markFresh(completeUntil: Date, stream: string): Promise<void> {
    const { serverId } = this.link;
    const ageMs = Date.now() - completeUntil.getTime();
    const ttlMs = Math.min(FRESH_FOR_MS, FRESH_FOR_MS - ageMs);
    if (serverId === undefined) throw new Error('Redis does not answer');
    if (ttlMs <= 0) throw new Error(`it is ${ageMs} ms old; or the clocks of the machines differ`);
    const generation = `${serverId} ${RECORD_FORMAT} ${stream}`;
    await this.link.redis.markFresh(KEYS.fresh, String(completeUntil.getTime()), generation, String(ttlMs));
    this.metrics.completeAt(completeUntil.getTime());
  }

  async keepDigests(clientId: string, digests: StoredDigests): Promise<void> {
    await this.link.redis.set(digestsKey(clientId), JSON.stringify(digests), 'PX', DIGESTS_TTL_MS);
  }

  /**
   * The generation of entries that may be trusted: the marker stands, it is of this very server, and it covers
   * all that may have been missed while we had no connection to Redis or to NATS.
   */
  private freshGeneration(marker: string | null | undefined): string | undefined {
    if (!marker) return undefined;
    const space = marker.indexOf(' ');
    const generation = marker.slice(space + 1);
    const ofThisServer = generation.startsWith(`${this.link.serverId ?? ''} ${RECORD_FORMAT} `);
    const connectedSince = Math.max(this.link.connectedSince, this.nats.connectedSince);
    const completeUntil = Number(marker.slice(0, space));
    if (!ofThisServer || completeUntil < connectedSince) return undefined;
    this.metrics.completeAt(completeUntil);
    return generation;
  }
}

function trust(entry: RecordEntry, generation: string | undefined): RecordEntry | undefined {
  if (entry.state === 'deleted') return entry;
  if (entry.state === 'superseded' || generation === undefined) return undefined;
  return entry.generation === generation ? entry : undefined;
}

function entryKey(clientId: string): string {
  return `${KEYS.record}${clientId}`;
}

function leasesKey(clientId: string): string {
  return `${KEYS.leases}${clientId}`;
}

function digestsKey(clientId: string): string {
  return `${KEYS.digests}${clientId}`;
}
