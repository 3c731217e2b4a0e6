import {
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Patch,
  Post,
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
  type RequestOf,
} from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyReply } from 'fastify';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { Context } from '../http/request-context.decorator.js';
import { ActorOf } from './actor.decorator.js';
import { BearerGuard, RequireScope } from './bearer.guard.js';
import { ConditionsOf, type Conditions } from './conditions.decorator.js';
import { EntityTagInterceptor } from './entity-tag.interceptor.js';
import { knownClientId } from './known-client-id.js';
import { NoQueryGuard } from './no-query.guard.js';
import { JsonBody, NoFields, ParsedQuery } from './parsed.decorators.js';
import { READ_TIMEOUT_MS, WRITE_TIMEOUT_MS } from './timeouts.js';

const PATH = 'v1/application-clients';

/** Application clients, managed by whoever has a token for it. */
@Tag('Application clients')
@Controller(PATH)
@UseGuards(BearerGuard, NoQueryGuard)
@UseInterceptors(EntityTagInterceptor)
export class ApplicationClientsController {
  constructor(private readonly nats: NatsClient) {}

  @Post()
  @RequireScope('clients:write')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'createApplicationClient',
    summary: 'Creates an application client',
    description: 'The only answer in which its secret stands.',
    asks: createClient,
    headers: { Location: 'Where it is.' },
  })
  async create(
    @JsonBody(newApplicationClient) client: RequestOf<typeof createClient>['client'],
    @ConditionsOf('Idempotency-Key') conditions: Conditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const command = { actor, client, ...conditions };
    const created = await this.nats.request(createClient, command, context.within(WRITE_TIMEOUT_MS));
    reply.header('location', `/${PATH}/${created.client_id}`);
    return created;
  }

  @Get()
  @RequireScope('clients:read')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'listApplicationClients',
    summary: 'Lists application clients',
    asks: listClients,
  })
  list(
    @ParsedQuery(clientListQuery) query: RequestOf<typeof listClients>,
    @Context() context: RequestContext,
  ) {
    return this.nats.request(listClients, query, context.within(READ_TIMEOUT_MS));
  }

  @Get(':client_id')
  @RequireScope('clients:read')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'getApplicationClient',
    summary: 'An application client',
    asks: getClient,
  })
  get(@Param('client_id') id: string, @Context() context: RequestContext) {
    return this.nats.request(getClient, { client_id: knownClientId(id) }, context.within(READ_TIMEOUT_MS));
  }

  @Patch(':client_id')
  @RequireScope('clients:write')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'updateApplicationClient',
    summary: 'Changes an application client',
    description: 'Fields that are absent stay as they are (RFC 7396).',
    asks: updateClient,
  })
  update(
    @Param('client_id') id: string,
    @JsonBody(applicationClientChange) change: RequestOf<typeof updateClient>['change'],
    @ConditionsOf('If-Match') conditions: Conditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ) {
    const command = { actor, client_id: knownClientId(id), change, ...conditions };
    return this.nats.request(updateClient, command, context.within(WRITE_TIMEOUT_MS));
  }

  @Delete(':client_id')
  @RequireScope('clients:write')
  @HttpCode(204)
  @Operation({
    id: 'deleteApplicationClient',
    summary: 'Deletes an application client, and so ends all of its tokens',
    asks: deleteClient,
  })
  async delete(
    @Param('client_id') id: string,
    @ConditionsOf('If-Match') conditions: Conditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ): Promise<void> {
    const command = { actor, client_id: knownClientId(id), ...conditions };
    await this.nats.request(deleteClient, command, context.within(WRITE_TIMEOUT_MS));
  }

  @Post(':client_id/revoke-tokens')
  @RequireScope('clients:write')
  @HttpCode(204)
  @Operation({
    id: 'revokeApplicationClientTokens',
    summary: 'Ends every token that the client has; it may get new ones',
    asks: revokeClientTokens,
  })
  async revokeTokens(
    @Param('client_id') id: string,
    @NoFields() _body: object,
    @ConditionsOf('If-Match') conditions: Conditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ): Promise<void> {
    const command = { actor, client_id: knownClientId(id), ...conditions };
    await this.nats.request(revokeClientTokens, command, context.within(WRITE_TIMEOUT_MS));
  }
}
