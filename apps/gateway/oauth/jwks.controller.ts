import { Controller, Get, Header } from '@nestjs/common';
import { getKeySet } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import { Context } from '../http/request-context.decorator.js';

/** How long the token service may take; milliseconds. */
const KEY_SET_TIMEOUT_MS = 2_000;

/** The public keys that verify our tokens, RFC 7517 §5. */
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly nats: NatsClient) {}

  @Get()
  @Header('Cache-Control', 'public, max-age=300')
  @Header('Content-Type', 'application/jwk-set+json')
  get(@Context() context: RequestContext) {
    return this.nats.request(getKeySet, {}, context.within(KEY_SET_TIMEOUT_MS));
  }
}
