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
  administratorChange,
  createAdministrator,
  deleteAdministrator,
  getAdministrator,
  listAdministrators,
  newAdministrator,
  pageQuery,
  resetPassword,
  updateAdministrator,
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
import { knownAdministratorId } from './known-administrator-id.js';
import { NoQueryGuard } from './no-query.guard.js';
import { JsonBody, NoFields, ParsedQuery } from './parsed.decorators.js';
import { READ_TIMEOUT_MS, WRITE_TIMEOUT_MS } from './timeouts.js';

const PATH = 'v1/administrators';

/** Who may sign in to the console. */
@Tag('Administrators')
@Controller(PATH)
@UseGuards(BearerGuard, NoQueryGuard)
@UseInterceptors(EntityTagInterceptor)
export class AdministratorsController {
  constructor(private readonly nats: NatsClient) {}

  @Post()
  @RequireScope('administrators:write')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'createAdministrator',
    summary: 'Lets somebody sign in to the console',
    description: 'With a password to sign in with once, which stands in this answer alone.',
    asks: createAdministrator,
    headers: { Location: 'Where it is.' },
  })
  async create(
    @JsonBody(newAdministrator) administrator: RequestOf<typeof createAdministrator>['administrator'],
    @ConditionsOf('Idempotency-Key') conditions: Conditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const command = { actor, administrator, ...conditions };
    const created = await this.nats.request(createAdministrator, command, context.within(WRITE_TIMEOUT_MS));
    reply.header('location', `/${PATH}/${created.administrator_id}`);
    return created;
  }

  @Get()
  @RequireScope('administrators:read')
  @Header('Cache-Control', 'no-store')
  @Operation({ id: 'listAdministrators', summary: 'Lists administrators', asks: listAdministrators })
  list(
    @ParsedQuery(pageQuery) query: RequestOf<typeof listAdministrators>,
    @Context() context: RequestContext,
  ) {
    return this.nats.request(listAdministrators, query, context.within(READ_TIMEOUT_MS));
  }

  @Get(':administrator_id')
  @RequireScope('administrators:read')
  @Header('Cache-Control', 'no-store')
  @Operation({ id: 'getAdministrator', summary: 'An administrator', asks: getAdministrator })
  get(@Param('administrator_id') id: string, @Context() context: RequestContext) {
    const query = { administrator_id: knownAdministratorId(id) };
    return this.nats.request(getAdministrator, query, context.within(READ_TIMEOUT_MS));
  }

  @Patch(':administrator_id')
  @RequireScope('administrators:write')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'updateAdministrator',
    summary: 'Changes an administrator',
    description:
      'Fields that are absent stay as they are (RFC 7396). What is taken with a role is gone at once.',
    asks: updateAdministrator,
  })
  update(
    @Param('administrator_id') id: string,
    @JsonBody(administratorChange) change: RequestOf<typeof updateAdministrator>['change'],
    @ConditionsOf('If-Match') conditions: Conditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ) {
    const command = { actor, administrator_id: knownAdministratorId(id), change, ...conditions };
    return this.nats.request(updateAdministrator, command, context.within(WRITE_TIMEOUT_MS));
  }

  @Delete(':administrator_id')
  @RequireScope('administrators:write')
  @HttpCode(204)
  @Operation({
    id: 'deleteAdministrator',
    summary: 'Deletes an administrator, and so ends all of their sessions',
    asks: deleteAdministrator,
  })
  async delete(
    @Param('administrator_id') id: string,
    @ConditionsOf('If-Match') conditions: Conditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ): Promise<void> {
    const command = { actor, administrator_id: knownAdministratorId(id), ...conditions };
    await this.nats.request(deleteAdministrator, command, context.within(WRITE_TIMEOUT_MS));
  }

  @Post(':administrator_id/reset-password')
  @RequireScope('administrators:write')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'resetPassword',
    summary: 'Gives an administrator a password to sign in with once, and ends all of their sessions',
    description: 'The only answer in which the password stands.',
    asks: resetPassword,
  })
  resetPassword(
    @Param('administrator_id') id: string,
    @NoFields() _body: object,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ) {
    const command = { actor, administrator_id: knownAdministratorId(id) };
    return this.nats.request(resetPassword, command, context.within(WRITE_TIMEOUT_MS));
  }
}
