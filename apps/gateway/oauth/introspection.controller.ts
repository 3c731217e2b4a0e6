import { Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { Failure, introspectToken } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyRequest } from 'fastify';
import { noteOutcome } from '../metrics/outcome.js';
import { Context } from '../http/request-context.decorator.js';
import { Form } from './form.js';
import { presentedClient } from './presented-client.js';

/** How long the token service may take; milliseconds. */
const INTROSPECT_TIMEOUT_MS = 3_000;

/** Introspection endpoint, RFC 7662. */
@Controller('oauth2/introspect')
export class IntrospectionController {
  constructor(private readonly nats: NatsClient) {}

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  async introspect(@Req() request: FastifyRequest, @Context() context: RequestContext) {
    const form = Form.parse(request.body);
    const authentication = presentedClient(request, form);
    // A hint may be ignored (RFC 7662 §2.1), but doubled it is as malformed as any other parameter.
    form.one('token_type_hint');
    const token = form.one('token');
    if (token === undefined)
      throw new Failure('invalid_request', { message: 'The parameter token is missing.' });
    const said = await this.nats.request(
      introspectToken,
      { authentication, token },
      context.within(INTROSPECT_TIMEOUT_MS),
    );
    noteOutcome(request, said.active ? 'active' : 'inactive');
    return said;
  }
}
