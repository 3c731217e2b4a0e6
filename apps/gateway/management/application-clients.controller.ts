import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Res,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import {
  applicationClientChange,
  clientListQuery,
  createClient,
  deleteClient,
  getClient,
  listClients,
  newApplicationClient,
  revokeClientTokens,
  updateClient,
  type Actor,
} from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyReply } from 'fastify';
import { Context } from '../http/request-context.decorator.js';
import { ActorOf } from './actor.decorator.js';
import { BearerGuard, RequireScope } from './bearer.guard.js';
import { EntityTagInterceptor } from './entity-tag.interceptor.js';
import { knownClientId } from './known-client-id.js';
import { parse, parseBody } from './parse.js';
import { READ_TIMEOUT_MS, WRITE_TIMEOUT_MS } from './timeouts.js';
import { expectedVersion, idempotencyKey } from './preconditions.js';

const PATH = 'v1/application-clients';

/** Application clients, managed by whoever has a token for it. */
@Controller(PATH)
@UseGuards(BearerGuard)
@UseInterceptors(EntityTagInterceptor)
export class ApplicationClientsController {
  constructor(private readonly nats: NatsClient) {}

  @Post()
  @RequireScope('clients:write')
  @Header('Cache-Control', 'no-store')
  async create(
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const client = parseBody(newApplicationClient, body);
    const command = { actor, client, idempotency_key: idempotencyKey(key) };
    const created = await this.nats.request(createClient, command, context.within(WRITE_TIMEOUT_MS));
    reply.header('location', `/${PATH}/${created.client_id}`);
    return created;
  }

  @Get()
  @RequireScope('clients:read')
  @Header('Cache-Control', 'no-store')
  list(@Query() query: unknown, @Context() context: RequestContext) {
    return this.nats.request(listClients, parse(clientListQuery, query), context.within(READ_TIMEOUT_MS));
  }

  @Get(':client_id')
  @RequireScope('clients:read')
  @Header('Cache-Control', 'no-store')
  get(@Param('client_id') id: string, @Context() context: RequestContext) {
    return this.nats.request(getClient, { client_id: knownClientId(id) }, context.within(READ_TIMEOUT_MS));
  }

  @Patch(':client_id')
  @RequireScope('clients:write')
  @Header('Cache-Control', 'no-store')
  update(
    @Param('client_id') id: string,
    @Body() body: unknown,
    @Headers('if-match') ifMatch: string | undefined,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ) {
    const change = parseBody(applicationClientChange, body);
    const command = {
      actor,
      client_id: knownClientId(id),
      change,
      expected_version: expectedVersion(ifMatch),
    };
    return this.nats.request(updateClient, command, context.within(WRITE_TIMEOUT_MS));
  }

  @Delete(':client_id')
  @RequireScope('clients:write')
  @HttpCode(204)
  async delete(
    @Param('client_id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ): Promise<void> {
    const command = { actor, client_id: knownClientId(id), expected_version: expectedVersion(ifMatch) };
    await this.nats.request(deleteClient, command, context.within(WRITE_TIMEOUT_MS));
  }

  @Post(':client_id/revoke-tokens')
  @RequireScope('clients:write')
  @HttpCode(204)
  async revokeTokens(
    @Param('client_id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ): Promise<void> {
    const command = { actor, client_id: knownClientId(id), expected_version: expectedVersion(ifMatch) };
    await this.nats.request(revokeClientTokens, command, context.within(WRITE_TIMEOUT_MS));
  }
}
