import { Controller, Get, Header, HttpCode, Post, UseGuards } from '@nestjs/common';
import { listSigningKeys, rotateSigningKey, type Actor } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { Context } from '../http/request-context.decorator.js';
import { ActorOf } from './actor.decorator.js';
import { BearerGuard, RequireScope } from './bearer.guard.js';
import { NoQueryGuard } from './no-query.guard.js';
import { NoFields } from './parsed.decorators.js';
import { READ_TIMEOUT_MS, WRITE_TIMEOUT_MS } from './timeouts.js';

/** The keys that sign tokens, without anything private. */
@Controller('v1/signing-keys')
@UseGuards(BearerGuard, NoQueryGuard)
@Tag('Signing keys')
export class SigningKeysController {
  constructor(private readonly nats: NatsClient) {}

  @Get()
  @RequireScope('signing-keys:read')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'listSigningKeys',
    summary: 'Lists the keys of the key set, the oldest first',
    asks: listSigningKeys,
  })
  list(@Context() context: RequestContext) {
    return this.nats.request(listSigningKeys, {}, context.within(READ_TIMEOUT_MS));
  }

  @Post('rotate')
  @RequireScope('signing-keys:write')
  @HttpCode(202)
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'rotateSigningKey',
    summary: 'Begins a rotation of the signing key, unless one is under way',
    description:
      'The new key is published for a while before it signs. Where many keys are published, the rotation begins later.',
    asks: rotateSigningKey,
  })
  rotate(@NoFields() _body: object, @ActorOf() actor: Actor, @Context() context: RequestContext) {
    return this.nats.request(rotateSigningKey, { actor }, context.within(WRITE_TIMEOUT_MS));
  }
}
