import type { Readable } from 'node:stream';
import { Controller, Get, Header, Headers, Inject, Query, Req, Res, UseGuards } from '@nestjs/common';
import { auditEvent, auditEventFilter, auditListQuery, Failure, listAuditEvents } from '@postern/contracts';
import { Deadline, NatsClient, RequestContext } from '@postern/messaging';
import { LOGGER, type Logger } from '@postern/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { addressOf } from '../http/address.js';
import { claimsOf } from '../http/access/claims.js';
import { contextOf } from '../http/request-context.decorator.js';
import { AuditExport } from './audit-export.js';
import { BearerGuard, RequireScope } from './bearer.guard.js';
import { parseQuery } from './parse.js';
import { NDJSON, wantsNdjson } from './wants-ndjson.js';

/** How long the client service, or the token service, may take; milliseconds. */
const READ_TIMEOUT_MS = 2_500;
/** How long a reader of an export may take nothing; milliseconds. */
const STALLED_AFTER_MS = 30_000;

const SCOPE = 'audit:read';

/** What changed who may enter. To read it is logged, and no audit event of its own. */
@Tag('Audit events')
@Controller('v1/audit-events')
@UseGuards(BearerGuard)
export class AuditEventsController {
  constructor(
    private readonly nats: NatsClient,
    private readonly guard: BearerGuard,
    private readonly exports: AuditExport,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get()
  @RequireScope(SCOPE)
  @Header('Cache-Control', 'no-store')
  @Header('Vary', 'Accept')
  @Operation({
    id: 'listAuditEvents',
    summary: 'What changed who may enter',
    description: `Pages, the newest event first; or all of them, the oldest first and one a line, where \`Accept\` says \`${NDJSON}\`: then the query has no \`limit\` and no \`cursor\`.`,
    asks: listAuditEvents,
    answer: { 'application/json': listAuditEvents.reply, [NDJSON]: auditEvent },
    query: auditListQuery,
  })
  async list(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const whole = wantsNdjson(accept);
    const answer = await (whole ? this.export(query, request, reply) : this.page(query, request));
    const { client_id } = claimsOf(request);
    const line = { request_id: request.id, client_id, address: addressOf(request) };
    this.logger.info(line, whole ? 'audit export begins' : 'audit log read');
    // Nest would log each end of a stream that is not its own as an error of ours.
    void reply.send(answer);
  }

  private page(query: unknown, request: FastifyRequest) {
    const context = contextOf(request).within(READ_TIMEOUT_MS);
    return this.nats.request(listAuditEvents, parseQuery(auditListQuery, query), context);
  }

  private async export(query: unknown, request: FastifyRequest, reply: FastifyReply): Promise<Readable | ''> {
    const filter = parseQuery(auditEventFilter, query);
    const requestId = request.id;
    const admit = () =>
      this.guard.readmit(request, SCOPE, new RequestContext(requestId, Deadline.after(READ_TIMEOUT_MS)));
    // A proxy that asks in HTTP/1.0 takes an ordinary end for the end of the answer, but not a reset.
    const breakOff = () => reply.raw.socket?.resetAndDestroy();
    const lines = await this.exports.begin({ filter, requestId, admit, breakOff });
    reply.type(`${NDJSON}; charset=utf-8`);
    reply.raw.setTimeout(STALLED_AFTER_MS, () => {
      lines.destroy(new Failure('unavailable', { internal: 'the reader of an export takes nothing' }));
    });
    if (request.method !== 'HEAD') return lines;
    // Fastify would read all of it to throw it away.
    lines.destroy();
    return '';
  }
}
