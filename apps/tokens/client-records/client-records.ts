import { Inject, Injectable } from '@nestjs/common';
import { Failure, findClientRecord, type ChangedClient, type ClientRecord } from '@postern/contracts';
import { Deadline, NatsClient, RequestContext } from '@postern/messaging';
import { causeOf, LOGGER, type Logger } from '@postern/observability';
import { RecordCache, type CachedRecord, type StoredDigests } from './record-cache.js';
import { RecordMetrics } from './record-metrics.js';

/** How long the client service may take; milliseconds. */
const FIND_TIMEOUT_MS = 2_200;
/** How often a reader starts again when a change overtakes it, before it gives up. */
const MOST_TRIES = 5;

export interface FoundClient {
  /** `undefined`: there is no such client. */
  readonly record: ClientRecord | undefined;
  readonly digests: StoredDigests;
}

/** What one reader brings. Where a change has overtaken it, it does not count. */
interface Fetched {
  readonly record: ClientRecord | undefined;
  readonly overtaken: boolean;
}

/**
 * Client records: from Redis while they can be trusted, else from the client service, once for all who wait.
 * Without Redis the answers are the same, only slower.
 */
@Injectable()
export class ClientRecords {
  private readonly flights = new Map<string, Promise<Fetched>>();

  constructor(
    private readonly cache: RecordCache,
    private readonly nats: NatsClient,
    private readonly metrics: RecordMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Failure `unavailable` where neither Redis nor the client service can tell */
  async find(clientId: string, context: RequestContext): Promise<FoundClient> {
    const cached = await this.readCache(clientId, context);
    const { trusted, digests } = cached ?? { digests: {} };
    if (trusted?.state === 'record') return { record: trusted.record, digests };
    if (trusted !== undefined) return { record: undefined, digests };
    return { record: await this.join(clientId, cached, context), digests };
  }

  /**
   * The record as the client service has it now. None of before outlives it in Redis, where what is issued on this one
   * would be taken for a token of a later version than its client.
   *
   * @returns `undefined` where there is no such client
   * @throws Failure `unavailable` where the client service cannot tell
   */
  async findLatest(clientId: string, context: RequestContext): Promise<ClientRecord | undefined> {
    // Whoever has set out before may have read before a change.
    this.flights.delete(clientId);
    return this.join(clientId, await this.readCache(clientId, context), context);
  }

  /** Keeps what proves the client's secrets without argon2, for all replicas. */
  async keepDigests(clientId: string, digests: StoredDigests, { requestId }: RequestContext): Promise<void> {
    try {
      await this.cache.keepDigests(clientId, digests);
    } catch (error) {
      this.logger.debug({ request_id: requestId, cause: causeOf(error) }, 'digest not kept in Redis');
    }
  }

  /**
   * Ends what this replica and Redis know of a client below this version.
   *
   * @throws Failure `unavailable` where Redis cannot be told
   */
  async supersede(change: ChangedClient, deleted: boolean): Promise<void> {
    // Who comes from now on does not wait for a reader that may have read before the change.
    this.flights.delete(change.client_id);
    try {
      const isNews = await this.cache.supersede(change, deleted);
      if (isNews && change.occurred_at !== undefined)
        this.metrics.superseded(deleted ? 'deleted' : 'updated', change.occurred_at);
    } catch (cause) {
      throw new Failure('unavailable', { internal: 'Redis cannot be told of a change', cause });
    }
  }

  private async readCache(
    clientId: string,
    { requestId }: RequestContext,
  ): Promise<CachedRecord | undefined> {
    try {
      return await this.cache.read(clientId);
    } catch (error) {
      this.metrics.read('failed');
      this.logger.debug(
        { request_id: requestId, cause: causeOf(error) },
        'client record not read from Redis',
      );
      return undefined;
    }
  }

  /** One reader a client: whoever comes while one is on its way waits for it. */
  private async join(clientId: string, cached: CachedRecord | undefined, context: RequestContext) {
    for (let tries = 0; tries < MOST_TRIES && !context.deadline.hasPassed; tries++) {
      const { record, overtaken } = await (this.flights.get(clientId) ??
        this.depart(clientId, cached, context));
      if (!overtaken) return record;
    }
    throw new Failure('unavailable', { internal: `changes keep overtaking the record of ${clientId}` });
  }

  private depart(
    clientId: string,
    cached: CachedRecord | undefined,
    context: RequestContext,
  ): Promise<Fetched> {
    const land = () => {
      if (this.flights.get(clientId) === flight) this.flights.delete(clientId);
    };
    const flight = this.fetch(clientId, cached, context, land).finally(land);
    this.flights.set(clientId, flight);
    return flight;
  }

  /** @param land called before the lease is given back: who comes later could wait for a result of earlier */
  private async fetch(
    clientId: string,
    cached: CachedRecord | undefined,
    context: RequestContext,
    land: () => void,
  ): Promise<Fetched> {
    const lease = cached && (await this.cache.lease(clientId).catch(() => undefined));
    const query = { client_id: clientId };
    // Others wait for this too, so it takes its own time, not what is left to the one who came first.
    const own = new RequestContext(context.requestId, Deadline.after(FIND_TIMEOUT_MS));
    const reply = await this.nats.request(findClientRecord, query, own).catch((error: unknown) => {
      this.metrics.filled('failed');
      throw error;
    });
    land();
    const record = reply.record ?? undefined;
    const counts =
      lease === undefined ||
      (await this.cache.settle(clientId, lease, record, cached?.generation).catch(() => false));
    const isKept = lease !== undefined && cached?.generation !== undefined;
    this.metrics.filled(!counts ? 'overtaken' : isKept ? 'kept' : 'passed_on');
    return { record, overtaken: !counts };
  }
}
