import { Controller, Delete, Get, Header, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import {
  credentials,
  getAdministrator,
  session,
  signIn,
  type AccessTokenClaims,
  type Administrator,
  type RequestOf,
  type Session,
  type SessionToken,
} from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { addressOf } from '../http/address.js';
import { Claims } from '../http/access/claims.js';
import { Context } from '../http/request-context.decorator.js';
import { NoQueryGuard } from '../management/no-query.guard.js';
import { JsonBody } from '../management/parsed.decorators.js';
import { READ_TIMEOUT_MS, WRITE_TIMEOUT_MS } from '../management/timeouts.js';
import { csrfTokenOf } from './proof.js';
import { SameOriginGuard } from './same-origin.guard.js';
import { SessionGuard } from './session.guard.js';
import { Sessions } from './sessions.js';

/** Signing in to the console, and out of it. */
@Tag('Console')
@Controller('session')
@UseGuards(NoQueryGuard)
export class SessionController {
  constructor(
    private readonly nats: NatsClient,
    private readonly sessions: Sessions,
  ) {}

  @Post()
  @UseGuards(SameOriginGuard)
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'signIn',
    summary: 'Signs an administrator in',
    description:
      'The session is in a cookie that no script can read. One that the browser had before ends. Too many failures are slowed.',
    asks: signIn,
    answer: session,
    headers: { 'Set-Cookie': 'The session.' },
    failures: ['cross_site'],
  })
  async signIn(
    @JsonBody(credentials) presented: Pick<RequestOf<typeof signIn>, 'email' | 'password'>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Context() context: RequestContext,
  ): Promise<Session> {
    const command = { ...presented, address: addressOf(request) };
    const begun = await this.nats.request(signIn, command, context.within(WRITE_TIMEOUT_MS));
    await this.sessions.begin(request, reply, begun.session);
    return toSession(begun.administrator, begun.session);
  }

  @Get()
  @UseGuards(SessionGuard)
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'getSession',
    summary: 'The session, which goes on with it',
    asks: getAdministrator,
    answer: session,
    headers: { 'Set-Cookie': 'The session, renewed.' },
  })
  async get(
    @Claims() { client_id: administrator_id }: AccessTokenClaims,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Context() context: RequestContext,
  ): Promise<Session> {
    const [administrator, renewed] = await Promise.all([
      this.nats.request(getAdministrator, { administrator_id }, context.within(READ_TIMEOUT_MS)),
      this.sessions.renew(request, reply),
    ]);
    return toSession(administrator, renewed);
  }

  @Delete()
  @HttpCode(204)
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'signOut',
    summary: 'Signs out: ends the session, if there is one',
    description:
      'None of its tokens is worth anything from then on. A session that is alive needs its `X-CSRF-Token`.',
    answer: null,
    headers: { 'Set-Cookie': 'Takes the cookie away.' },
    requestHeaders: { 'X-CSRF-Token': 'The `csrf_token` of the session.' },
    failures: ['cross_site', 'invalid_request', 'unavailable', 'internal'],
  })
  signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    return this.sessions.end(request, reply);
  }
}

function toSession(administrator: Administrator, { session_id, expires_at, ends_at }: SessionToken): Session {
  return { administrator, csrf_token: csrfTokenOf(session_id), expires_at, ends_at };
}
