import { Controller, Header, HttpCode, Patch, Put, Res, UseGuards } from '@nestjs/common';
import {
  changePassword,
  changeProfile,
  passwordChange,
  profileChange,
  type AccessTokenClaims,
  type Actor,
  type RequestOf,
} from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyReply } from 'fastify';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { Claims } from '../http/access/claims.js';
import { Context } from '../http/request-context.decorator.js';
import { ActorOf } from '../management/actor.decorator.js';
import { NoQueryGuard } from '../management/no-query.guard.js';
import { JsonBody } from '../management/parsed.decorators.js';
import { WRITE_TIMEOUT_MS } from '../management/timeouts.js';
import { SessionCookie } from './session-cookie.js';
import { SessionGuard } from './session.guard.js';

/** What administrators change of themselves. */
@Tag('Console')
@Controller('session')
@UseGuards(SessionGuard, NoQueryGuard)
export class ProfileController {
  constructor(
    private readonly nats: NatsClient,
    private readonly cookie: SessionCookie,
  ) {}

  @Patch('profile')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'changeProfile',
    summary: 'Changes the name or the email of who is signed in',
    description:
      'Fields that are absent stay as they are (RFC 7396). Another email needs `current_password`.',
    asks: changeProfile,
  })
  changeProfile(
    @JsonBody(profileChange) change: RequestOf<typeof changeProfile>['change'],
    @Claims() { client_id: administrator_id }: AccessTokenClaims,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ) {
    const command = { actor, administrator_id, change };
    return this.nats.request(changeProfile, command, context.within(WRITE_TIMEOUT_MS));
  }

  @Put('password')
  @HttpCode(204)
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'changePassword',
    summary: 'Changes the password of who is signed in, and ends every session, this one too',
    asks: changePassword,
    answer: null,
    headers: { 'Set-Cookie': 'Takes the cookie away.' },
  })
  async changePassword(
    @JsonBody(passwordChange) change: RequestOf<typeof changePassword>['change'],
    @Claims() { client_id: administrator_id }: AccessTokenClaims,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const command = { actor, administrator_id, change };
    await this.nats.request(changePassword, command, context.within(WRITE_TIMEOUT_MS));
    this.cookie.clear(reply);
  }
}
