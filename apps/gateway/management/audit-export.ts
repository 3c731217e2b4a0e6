import { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Failure, listAuditEvents, type AuditEventFilter, type ReplyOf } from '@postern/contracts';
import { Deadline, NatsClient, RequestContext } from '@postern/messaging';
import { keepTrace, LOGGER, logFailure, type Logger } from '@postern/observability';

/** How long the client service may take for a page; milliseconds. */
const PAGE_TIMEOUT_MS = 2_500;
/** Events that are asked for at a time; the most that a page has. */
const PAGE_SIZE = 200;
/** Exports that one replica writes at once. */
const MOST_EXPORTS = 10;

type Page = ReplyOf<typeof listAuditEvents>;

export interface Export {
  readonly filter: AuditEventFilter;
  readonly requestId: string;
  /** Throws once whoever asked may no longer read; called before each page but the first. */
  readonly admit: () => Promise<unknown>;
  /** Called where it ends before all is written. */
  readonly breakOff: () => void;
}

/** Writes audit events as newline-delimited JSON, a page at a time, the next one once the last was taken. */
@Injectable()
export class AuditExport implements OnModuleDestroy {
  private readonly open = new Set<Readable>();

  constructor(
    private readonly nats: NatsClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Begins an export, the oldest event first. Whoever destroys the stream ends it; where it fails half-way the
   * stream errs.
   *
   * @throws Failure `unavailable` where the first page cannot be had, or too many exports run
   */
  async begin(wanted: Export): Promise<Readable> {
    this.requireRoom();
    const first = await this.page(wanted);
    // Others may have begun in the meantime.
    this.requireRoom();
    const lines = Readable.from(this.lines(wanted, first, keepTrace()), { objectMode: false });
    this.open.add(lines);
    return lines.once('close', () => this.open.delete(lines));
  }

  /** An export may take longer than a stop waits, so each that runs is broken off. */
  onModuleDestroy(): void {
    for (const lines of this.open) lines.destroy(new Failure('unavailable', { internal: 'stopping' }));
  }

  /** @param inTrace since whoever reads the stream asks for more from outside of the request */
  private async *lines(
    wanted: Export,
    first: Page,
    inTrace: ReturnType<typeof keepTrace>,
  ): AsyncGenerator<string> {
    let [events, complete] = [0, false];
    try {
      let page = first;
      for (;;) {
        events += page.data.length;
        if (page.data.length > 0) yield page.data.map((event) => `${JSON.stringify(event)}\n`).join('');
        const { next_cursor: cursor } = page;
        if (cursor === null) break;
        await inTrace(wanted.admit);
        page = await inTrace(() => this.page(wanted, cursor));
      }
      complete = true;
    } catch (error) {
      inTrace(() => logFailure(this.logger, Failure.from(error), { request_id: wanted.requestId }));
      throw error;
    } finally {
      // Before the stream knows, and ends the connection in an ordinary way.
      if (!complete) wanted.breakOff();
      const line = { request_id: wanted.requestId, events, complete };
      inTrace(() => this.logger.info(line, 'audit export ended'));
    }
  }

  private page({ filter, requestId }: Export, cursor: string | null = null): Promise<Page> {
    const query = { ...filter, order: 'oldest_first', limit: PAGE_SIZE, ...(cursor && { cursor }) } as const;
    const context = new RequestContext(requestId, Deadline.after(PAGE_TIMEOUT_MS));
    return this.nats.request(listAuditEvents, query, context);
  }

  private requireRoom(): void {
    if (this.open.size < MOST_EXPORTS) return;
    throw new Failure('unavailable', {
      message: 'Other exports of the audit log run at the moment. Try again later.',
      retryAfterSeconds: 30,
    });
  }
}
