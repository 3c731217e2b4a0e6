import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Post,
  UseGuards,
} from '@nestjs/common';
import {
  addSecret,
  deleteSecret,
  listSecrets,
  newSecret,
  noSuchSecret,
  type Actor,
} from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import { z } from 'zod';
import { JsonText } from '../http/body-parsers.js';
import { Context } from '../http/request-context.decorator.js';
import { ActorOf } from './actor.decorator.js';
import { BearerGuard, RequireScope } from './bearer.guard.js';
import { knownClientId } from './known-client-id.js';
import { parseBody } from './parse.js';
import { expectedVersion, idempotencyKey } from './preconditions.js';
import { READ_TIMEOUT_MS, WRITE_TIMEOUT_MS } from './timeouts.js';

/** Nothing has to be said of a new secret, so there may be no body at all. */
const NOTHING = new JsonText('{}');

/** The secrets of a client: several at a time, so that one can be changed without an outage. */
@Controller('v1/application-clients/:client_id/secrets')
@UseGuards(BearerGuard)
export class ClientSecretsController {
  constructor(private readonly nats: NatsClient) {}

  @Post()
  @RequireScope('clients:write')
  @Header('Cache-Control', 'no-store')
  add(
    @Param('client_id') id: string,
    @Body() body: unknown,
    @Headers() headers: Record<string, string | undefined>,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ) {
    const command = {
      actor,
      client_id: knownClientId(id),
      secret: parseBody(newSecret, body ?? NOTHING),
      idempotency_key: idempotencyKey(headers['idempotency-key']),
      expected_version: expectedVersion(headers['if-match']),
    };
    return this.nats.request(addSecret, command, context.within(WRITE_TIMEOUT_MS));
  }

  @Get()
  @RequireScope('clients:read')
  @Header('Cache-Control', 'no-store')
  list(@Param('client_id') id: string, @Context() context: RequestContext) {
    return this.nats.request(listSecrets, { client_id: knownClientId(id) }, context.within(READ_TIMEOUT_MS));
  }

  @Delete(':secret_id')
  @RequireScope('clients:write')
  @HttpCode(204)
  async delete(
    @Param('client_id') id: string,
    @Param('secret_id') secretId: string,
    @Headers('if-match') ifMatch: string | undefined,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ): Promise<void> {
    if (!z.uuid().safeParse(secretId).success) throw noSuchSecret();
    const command = {
      actor,
      client_id: knownClientId(id),
      secret_id: secretId,
      expected_version: expectedVersion(ifMatch),
    };
    await this.nats.request(deleteSecret, command, context.within(WRITE_TIMEOUT_MS));
  }
}
