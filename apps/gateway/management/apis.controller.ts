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
import { Issuer } from '@postern/config';
import {
  apiChange,
  apiListQuery,
  API_ID,
  createApi,
  deleteApi,
  Failure,
  getApi,
  listApis,
  newApi,
  noSuchApi,
  updateApi,
  type Actor,
  type RequestOf,
} from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyReply } from 'fastify';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { Context } from '../http/request-context.decorator.js';
import { ActorOf } from './actor.decorator.js';
import { BearerGuard, RequireScope } from './bearer.guard.js';
import { ConditionsOf, type Conditions, type ForcibleConditions } from './conditions.decorator.js';
import { EntityTagInterceptor } from './entity-tag.interceptor.js';
import { NoQueryGuard } from './no-query.guard.js';
import { JsonBody, ParsedQuery } from './parsed.decorators.js';
import { READ_TIMEOUT_MS, WRITE_TIMEOUT_MS } from './timeouts.js';

const PATH = 'v1/apis';

/** The registry of resource servers. */
@Tag('APIs')
@Controller(PATH)
@UseGuards(BearerGuard)
@UseInterceptors(EntityTagInterceptor)
export class ApisController {
  constructor(
    private readonly nats: NatsClient,
    private readonly issuer: Issuer,
  ) {}

  @Post()
  @UseGuards(NoQueryGuard)
  @RequireScope('apis:write')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'createApi',
    summary: 'Registers an API',
    asks: createApi,
    headers: { Location: 'Where it is.' },
  })
  async create(
    @JsonBody(newApi) api: RequestOf<typeof createApi>['api'],
    @ConditionsOf('Idempotency-Key') conditions: Conditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    this.refuseOurs(api.audience);
    const command = { actor, api, ...conditions };
    const created = await this.nats.request(createApi, command, context.within(WRITE_TIMEOUT_MS));
    reply.header('location', `/${PATH}/${created.api_id}`);
    return created;
  }

  @Get()
  @RequireScope('apis:read')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'listApis',
    summary: 'Lists APIs, by name',
    asks: listApis,
  })
  list(@ParsedQuery(apiListQuery) query: RequestOf<typeof listApis>, @Context() context: RequestContext) {
    return this.nats.request(listApis, query, context.within(READ_TIMEOUT_MS));
  }

  @Get(':api_id')
  @RequireScope('apis:read')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'getApi',
    summary: 'An API',
    asks: getApi,
  })
  get(@Param('api_id') id: string, @Context() context: RequestContext) {
    return this.nats.request(getApi, { api_id: known(id) }, context.within(READ_TIMEOUT_MS));
  }

  @Patch(':api_id')
  @RequireScope('apis:write')
  @Header('Cache-Control', 'no-store')
  @Operation({
    id: 'updateApi',
    summary: 'Changes an API',
    description:
      'Fields that are absent stay as they are (RFC 7396). Scopes that it loses are taken from the clients that have them, if `force` says so.',
    asks: updateApi,
  })
  update(
    @Param('api_id') id: string,
    @JsonBody(apiChange) change: RequestOf<typeof updateApi>['change'],
    @ConditionsOf('If-Match', 'force') conditions: ForcibleConditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ) {
    const command = { actor, api_id: known(id), change, ...conditions };
    return this.nats.request(updateApi, command, context.within(WRITE_TIMEOUT_MS));
  }

  @Delete(':api_id')
  @RequireScope('apis:write')
  @HttpCode(204)
  @Operation({
    id: 'deleteApi',
    summary: 'Ends an API, the grants on it, and so the tokens for it',
    asks: deleteApi,
  })
  async delete(
    @Param('api_id') id: string,
    @ConditionsOf('If-Match', 'force') conditions: ForcibleConditions,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ): Promise<void> {
    const command = { actor, api_id: known(id), ...conditions };
    await this.nats.request(deleteApi, command, context.within(WRITE_TIMEOUT_MS));
  }

  /** @throws Failure `invalid_request` for a name of the default or of the management API */
  private refuseOurs(audience: string): void {
    if (!isLike(audience, this.issuer.value)) return;
    const message = 'is an API of Postern itself, which needs no registration';
    throw new Failure('invalid_request', { fields: [{ field: 'audience', message }] });
  }
}

/** Whether people may take it for the default or the management API: with more slashes, another case or a query. */
function isLike(audience: string, issuer: string): boolean {
  const { host, pathname } = new URL(audience);
  return host === new URL(issuer).host && /^\/*(v1\/*)?$/i.test(pathname);
}

/** @throws Failure `not_found` for what cannot be the ID of any API */
function known(id: string): string {
  if (!API_ID.test(id)) throw noSuchApi();
  return id;
}
