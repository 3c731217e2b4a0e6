import { Inject, Injectable } from '@nestjs/common';
import { Failure, findClientRecord, type ClientRecord, type ClientVersion } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import { LOGGER, type Logger } from '@postern/observability';
import { RecordCache, type CachedRecord, type StoredDigests } from './record-cache.js';

/** How long the client service may take; milliseconds. */
const FIND_TIMEOUT_MS = 1_500;
/** How often a reader starts again when a change overtakes it, before it gives up. */
const MOST_TRIES = 5;

export interface FoundClient {
  /** `undefined`: there is no such client. */
  readonly record: ClientRecord | undefined;
  readonly digests: StoredDigests;
}

interface Flight {
  readonly result: Promise<ClientRecord | undefined>;
  /** Set when a change overtakes the reader, so that what it brings does not count. */
  overtaken: boolean;
}

/**
 * Client records: from Redis while they can be trusted, else from the client service, once for all who wait.
 * Without Redis the answers are the same, only slower.
 */
@Injectable()
export class ClientRecords {
  private readonly flights = new Map<string, Flight>();

  constructor(
    private readonly cache: RecordCache,
    private readonly nats: NatsClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Failure `unavailable` where neither Redis nor the client service can tell */
  async find(clientId: string, context: RequestContext): Promise<FoundClient> {
    const cached = await this.readCache(clientId);
    const { trusted, digests } = cached ?? { digests: {} };
    if (trusted?.state === 'record') return { record: trusted.record, digests };
    if (trusted !== undefined) return { record: undefined, digests };
    return { record: await this.join(clientId, cached, context), digests };
  }

  /** Keeps what proves the client's secrets without argon2, for all replicas. */
  async keepDigests(clientId: string, digests: StoredDigests): Promise<void> {
    try {
      await this.cache.keepDigests(clientId, digests);
    } catch (error) {
      this.logger.debug({ cause: String(error) }, 'digest not kept in Redis');
    }
  }

  /**
   * Ends what this replica and Redis know of a client below this version.
   *
   * @throws Error where Redis cannot be told
   */
  async supersede(change: ClientVersion, deleted: boolean): Promise<void> {
    const flight = this.flights.get(change.client_id);
    if (flight !== undefined) flight.overtaken = true;
    this.flights.delete(change.client_id);
    await this.cache.supersede(change, deleted);
  }

  private async readCache(clientId: string): Promise<CachedRecord | undefined> {
    try {
      return await this.cache.read(clientId);
    } catch (error) {
      this.logger.debug({ cause: String(error) }, 'client record not read from Redis');
      return undefined;
    }
  }

  /** One reader a client: whoever comes while one is on its way waits for it. */
  private async join(clientId: string, cached: CachedRecord | undefined, context: RequestContext) {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const flight = this.flights.get(clientId) ?? this.depart(clientId, cached, context);
      const record = await flight.result;
      if (!flight.overtaken) return record;
    }
    throw new Failure('unavailable', { internal: `the record of ${clientId} changes too fast to be read` });
  }

  private depart(clientId: string, cached: CachedRecord | undefined, context: RequestContext): Flight {
    const flight: Flight = {
      overtaken: false,
      result: this.fetch(clientId, cached, context, () => (flight.overtaken = true)),
    };
    this.flights.set(clientId, flight);
    const land = () => {
      if (this.flights.get(clientId) === flight) this.flights.delete(clientId);
    };
    flight.result.then(land, land);
    return flight;
  }

  private async fetch(
    clientId: string,
    cached: CachedRecord | undefined,
    context: RequestContext,
    overtaken: () => void,
  ) {
    const lease = cached && (await this.cache.lease(clientId).catch(() => undefined));
    const query = { client_id: clientId };
    const reply = await this.nats.request(findClientRecord, query, context.within(FIND_TIMEOUT_MS));
    const record = reply.record ?? undefined;
    if (lease === undefined) return record;
    const counts = await this.cache.settle(clientId, lease, record, cached?.generation).catch(() => true);
    if (!counts) overtaken();
    return record;
  }
}
