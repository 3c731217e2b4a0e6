import { Controller, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { introspectToken, introspectTokenAsJwt } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { Context } from '../http/request-context.decorator.js';
import { noteOutcome } from '../metrics/outcome.js';
import { clientAttempt } from './client-attempt.js';
import { Form } from './form.js';
import { tokenQuestion } from './form-fields.js';
import { INTROSPECTION_JWT, preferredIntrospectionType } from './introspection-type.js';
import { presentedToken } from './presented-token.js';

/** How long the token service may take; milliseconds. */
const INTROSPECT_TIMEOUT_MS = 3_000;

/** Introspection endpoint, RFC 7662; its answer is a JWT for who prefers one, RFC 9701. */
@Tag('OAuth 2.0')
@Controller('oauth2/introspect')
export class IntrospectionController {
  constructor(private readonly nats: NatsClient) {}

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  @Operation({
    id: 'introspectToken',
    summary: 'Whether a token is active, and what it says (RFC 7662, RFC 9701)',
    description:
      'A client hears of its own tokens, a resource server of those for its API; of all others, `active: false`.',
    asks: introspectToken,
    answer: { 'application/json': introspectToken.reply, [INTROSPECTION_JWT]: z.string() },
    form: tokenQuestion,
  })
  async introspect(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Context() context: RequestContext,
  ) {
    const form = Form.parse(request.body);
    const question = { ...clientAttempt(request, form), token: presentedToken(form) };
    const inTime = context.within(INTROSPECT_TIMEOUT_MS);
    if (preferredIntrospectionType(request.headers) !== INTROSPECTION_JWT)
      return this.noted(request, await this.nats.request(introspectToken, question, inTime));
    const answer = await this.nats.request(introspectTokenAsJwt, question, inTime);
    reply.type(INTROSPECTION_JWT);
    return this.noted(request, answer).jwt;
  }

  private noted<Answer extends { active: boolean }>(request: FastifyRequest, answer: Answer): Answer {
    noteOutcome(request, answer.active ? 'active' : 'inactive');
    return answer;
  }
}
