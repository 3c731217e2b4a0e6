import { Controller, Get, Header, Res } from '@nestjs/common';
import { getKeySet } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyReply } from 'fastify';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { Context } from '../http/request-context.decorator.js';

/** How long the token service may take; milliseconds. */
const KEY_SET_TIMEOUT_MS = 2_000;

/** The public keys that verify our tokens, RFC 7517 §5. */
@Tag('Discovery')
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly nats: NatsClient) {}

  @Get()
  @Header('Content-Type', 'application/jwk-set+json')
  @Operation({
    id: 'getKeySet',
    summary: 'The public keys that verify our tokens (RFC 7517)',
    asks: getKeySet,
    answer: getKeySet.reply.pick({ keys: true }),
    headers: { 'Cache-Control': 'How long the keys may be kept.' },
  })
  async get(@Context() context: RequestContext, @Res({ passthrough: true }) reply: FastifyReply) {
    const answer = await this.nats.request(getKeySet, {}, context.within(KEY_SET_TIMEOUT_MS));
    void reply.header('cache-control', `public, max-age=${answer.max_age_seconds}`);
    return { keys: answer.keys };
  }
}
