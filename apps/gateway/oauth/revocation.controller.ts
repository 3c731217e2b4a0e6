import { Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { revokeToken } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { Context } from '../http/request-context.decorator.js';
import { clientAttempt } from './client-attempt.js';
import { Form } from './form.js';
import { tokenQuestion } from './form-fields.js';
import { presentedToken } from './presented-token.js';

/** How long the token service may take; milliseconds. */
const REVOKE_TIMEOUT_MS = 3_500;

/** Revocation endpoint, RFC 7009. */
@Tag('OAuth 2.0')
@Controller('oauth2/revoke')
export class RevocationController {
  constructor(private readonly nats: NatsClient) {}

  /** What the body says does not matter (RFC 7009 §2.2). It is an empty object, since some libraries insist on JSON. */
  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  @Operation({
    id: 'revokeToken',
    summary: 'Ends a token of the client (RFC 7009)',
    description: 'What is no token of the client’s own, or no token at all, answers as RFC 7009 says.',
    asks: revokeToken,
    answer: z.strictObject({}),
    form: tokenQuestion,
  })
  async revoke(@Req() request: FastifyRequest, @Context() context: RequestContext): Promise<object> {
    const form = Form.parse(request.body);
    const attempt = clientAttempt(request, form);
    const token = presentedToken(form);
    await this.nats.request(revokeToken, { ...attempt, token }, context.within(REVOKE_TIMEOUT_MS));
    return {};
  }
}
