import { Controller, Delete, Get, Header, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import {
  addSecret,
  deleteSecret,
  listSecrets,
  newSecret,
  noSuchSecret,
  type Actor,
  type RequestOf,
} from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import { z } from 'zod';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { Context } from '../http/request-context.decorator.js';
import { ActorOf } from './actor.decorator.js';
import { BearerGuard, RequireScope } from './bearer.guard.js';
import { ConditionsOf, type Conditions } from './conditions.decorator.js';
import { knownClientId } from './known-client-id.js';
import { NoQueryGuard } from './no-query.guard.js';
import { OptionalJsonBody } from './parsed.decorators.js';
import { READ_TIMEOUT_MS, WRITE_TIMEOUT_MS } from './timeouts.js';

/** The secrets of a client: several at a time, so that one can be changed without an outage. */
@Tag('Client secrets')
@Controller('v1/application-clients/:client_id/secrets')
@UseGuards(BearerGuard, NoQueryGuard)
export class ClientSecretsController {
  constructor(private readonly nats: NatsClient) {}

  @Post()
  @RequireScope('clients:write')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'addClientSecret',
    summary: 'Gives the client one more secret, or rotates',
    description: 'The only answer in which the secret stands. `If-Match` is the version of the client.',
    asks: addSecret,
  })
  add(
    @Param('client_id') id: string,
    @OptionalJsonBody(newSecret) secret: RequestOf<typeof addSecret>['secret'],
    @ConditionsOf('Idempotency-Key', 'If-Match') conditions: Conditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ) {
    const command = { actor, client_id: knownClientId(id), secret, ...conditions };
    return this.nats.request(addSecret, command, context.within(WRITE_TIMEOUT_MS));
  }

  @Get()
  @RequireScope('clients:read')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'listClientSecrets',
    summary: 'The live secrets of a client, without their values',
    asks: listSecrets,
  })
  list(@Param('client_id') id: string, @Context() context: RequestContext) {
    return this.nats.request(listSecrets, { client_id: knownClientId(id) }, context.within(READ_TIMEOUT_MS));
  }

  @Delete(':secret_id')
  @RequireScope('clients:write')
  @HttpCode(204)
  @Operation({
    id: 'deleteClientSecret',
    summary: 'Ends a secret; tokens that were got with it live on',
    description: '`If-Match` is the version of the client.',
    asks: deleteSecret,
  })
  async delete(
    @Param('client_id') id: string,
    @Param('secret_id') secretId: string,
    @ConditionsOf('If-Match') conditions: Conditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ): Promise<void> {
    if (!z.uuid().safeParse(secretId).success) throw noSuchSecret();
    const command = { actor, client_id: knownClientId(id), secret_id: secretId, ...conditions };
    await this.nats.request(deleteSecret, command, context.within(WRITE_TIMEOUT_MS));
  }
}
