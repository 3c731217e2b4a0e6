import { Inject, Injectable } from '@nestjs/common';
import { Failure } from '@postern/contracts';
import { causeOf, LOGGER, type Logger } from '@postern/observability';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { AssertionRefused } from '../client-assertions/assertion-refused.js';
import { FetchKeySet } from './fetch-key-set.js';
import { KeySet } from './key-set.js';

const MOST_SETS = 1_000;
const MOST_FETCHES_AT_ONCE = 20;
const MOST_FETCHES_WAITING = 40;
const MINUTE_MS = 60_000;
/** How long keys are taken for the present ones; their host may ask for more or less. */
const FRESH_FOR_MS = { least: MINUTE_MS, unlessTold: 5 * MINUTE_MS, most: 60 * MINUTE_MS };
/** How long they are used beyond that while their host does not answer. */
const STALE_FOR_MS = 10 * MINUTE_MS;
/** Pauses between two fetches from one URI: for a `kid` that is not there, and where there are no fresh keys. */
const UNKNOWN_KID_PAUSE_MS = 30_000;
const NO_KEYS_PAUSE_MS = 5_000;

interface FetchedKeys {
  readonly set: KeySet;
  readonly freshUntil: number;
}

/** Keys that clients publish: kept for a while, and fetched once for all who wait. */
@Injectable()
export class RemoteKeySets {
  private readonly fetched = new LRUCache<string, FetchedKeys>({ max: MOST_SETS });
  private readonly triedAt = new LRUCache<string, number>({ max: 10 * MOST_SETS });
  private readonly flights = new Map<string, Promise<void>>();
  private readonly limit = pLimit(MOST_FETCHES_AT_ONCE);

  constructor(
    private readonly fetchKeySet: FetchKeySet,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @param kid that is looked for; where it is not there, it may be new
   * @throws AssertionRefused where there are no keys that may be used
   * @throws Failure `unavailable` where too many wait to be fetched
   */
  async of(uri: string, kid: string | undefined, requestId: string): Promise<KeySet> {
    const known = this.fetched.get(uri);
    const isFresh = known !== undefined && Date.now() < known.freshUntil;
    if (isFresh && known.set.knows(kid)) return known.set;
    await this.refresh(uri, isFresh ? UNKNOWN_KID_PAUSE_MS : NO_KEYS_PAUSE_MS, requestId);
    const present = this.fetched.get(uri);
    if (present === undefined || Date.now() >= present.freshUntil + STALE_FOR_MS)
      throw new AssertionRefused('the keys of the client cannot be fetched');
    return present.set;
  }

  private async refresh(uri: string, pauseMs: number, requestId: string): Promise<void> {
    const flight = this.flights.get(uri);
    if (flight !== undefined) return flight;
    const triedAt = this.triedAt.get(uri);
    if (triedAt !== undefined && Date.now() - triedAt < pauseMs) return;
    if (this.limit.pendingCount >= MOST_FETCHES_WAITING)
      throw new Failure('unavailable', { internal: 'too many keys of clients wait to be fetched' });
    this.triedAt.set(uri, Date.now());
    const departed = this.limit(() => this.fetch(uri, requestId)).finally(() => this.flights.delete(uri));
    this.flights.set(uri, departed);
    return departed;
  }

  private async fetch(uri: string, requestId: string): Promise<void> {
    try {
      const { keys, maxAgeSeconds } = await this.fetchKeySet.execute(uri);
      const { least, unlessTold, most } = FRESH_FOR_MS;
      const freshForMs = maxAgeSeconds === undefined ? unlessTold : maxAgeSeconds * 1_000;
      const freshUntil = Date.now() + Math.min(most, Math.max(least, freshForMs));
      this.fetched.set(uri, { set: new KeySet(keys), freshUntil });
    } catch (error) {
      // Without path and query, which may be nobody's business.
      const { host } = new URL(uri);
      const line = { request_id: requestId, host, cause: causeOf(error) };
      this.logger.info(line, 'the keys of a client could not be fetched');
    }
  }
}
