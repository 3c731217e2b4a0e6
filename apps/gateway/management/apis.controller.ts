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
  Req,
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
} from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Context } from '../http/request-context.decorator.js';
import { ActorOf } from './actor.decorator.js';
import { BearerGuard, RequireScope } from './bearer.guard.js';
import { EntityTagInterceptor } from './entity-tag.interceptor.js';
import { parse, parseBody } from './parse.js';
import { expectedVersion, idempotencyKey } from './preconditions.js';
import { READ_TIMEOUT_MS, WRITE_TIMEOUT_MS } from './timeouts.js';

const PATH = 'v1/apis';

/** The registry of resource servers. */
@Controller(PATH)
@UseGuards(BearerGuard)
@UseInterceptors(EntityTagInterceptor)
export class ApisController {
  constructor(
    private readonly nats: NatsClient,
    private readonly issuer: Issuer,
  ) {}

  @Post()
  @RequireScope('apis:write')
  @Header('Cache-Control', 'no-store')
  async create(
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const api = parseBody(newApi, body);
    this.refuseOurs(api.audience);
    const command = { actor, api, idempotency_key: idempotencyKey(key) };
    const created = await this.nats.request(createApi, command, context.within(WRITE_TIMEOUT_MS));
    reply.header('location', `/${PATH}/${created.api_id}`);
    return created;
  }

  @Get()
  @RequireScope('apis:read')
  @Header('Cache-Control', 'no-store')
  list(@Query() query: unknown, @Context() context: RequestContext) {
    return this.nats.request(listApis, parse(apiListQuery, query), context.within(READ_TIMEOUT_MS));
  }

  @Get(':api_id')
  @RequireScope('apis:read')
  @Header('Cache-Control', 'no-store')
  get(@Param('api_id') id: string, @Context() context: RequestContext) {
    return this.nats.request(getApi, { api_id: known(id) }, context.within(READ_TIMEOUT_MS));
  }

  @Patch(':api_id')
  @RequireScope('apis:write')
  @Header('Cache-Control', 'no-store')
  update(
    @Param('api_id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ) {
    const command = {
      actor,
      api_id: known(id),
      change: parseBody(apiChange, body),
      ...conditionsOf(request),
    };
    return this.nats.request(updateApi, command, context.within(WRITE_TIMEOUT_MS));
  }

  @Delete(':api_id')
  @RequireScope('apis:write')
  @HttpCode(204)
  async delete(
    @Param('api_id') id: string,
    @Req() request: FastifyRequest,
    @ActorOf() actor: Actor,
    @Context() context: RequestContext,
  ): Promise<void> {
    const command = { actor, api_id: known(id), ...conditionsOf(request) };
    await this.nats.request(deleteApi, command, context.within(WRITE_TIMEOUT_MS));
  }

  /** @throws Failure `invalid_request` for a name of the default or of the management API */
  private refuseOurs(audience: string): void {
    const { value: issuer } = this.issuer;
    if (![issuer, `${issuer}/`, `${issuer}/v1`].includes(audience)) return;
    const message = 'is an API of Postern itself, which needs no registration';
    throw new Failure('invalid_request', { fields: [{ field: 'audience', message }] });
  }
}

/** @throws Failure `not_found` for what cannot be the ID of any API */
function known(id: string): string {
  if (!API_ID.test(id)) throw noSuchApi();
  return id;
}

/** `?force=true` says that clients may lose grants. */
const force = z.strictObject({ force: z.enum(['true', 'false'], 'is not true or false').default('false') });

/** Under which conditions the caller wants the change. */
function conditionsOf({ headers, query }: FastifyRequest) {
  return {
    force: parse(force, query).force === 'true',
    expected_version: expectedVersion(headers['if-match']),
  };
}
