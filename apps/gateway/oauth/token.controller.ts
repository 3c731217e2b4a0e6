import { Controller, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { Failure, issueToken } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import { GRANT_TYPES, parseScope, type GrantType } from '@postern/oauth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Operation, Tag } from '../docs/operation.decorator.js';
import { Context } from '../http/request-context.decorator.js';
import { setRateLimitHeaders } from '../http/rate-limit-headers.js';
import { clientAttempt } from './client-attempt.js';
import { Form } from './form.js';
import { tokenRequest } from './form-fields.js';

/** How long the token service may take; milliseconds. */
const ISSUE_TIMEOUT_MS = 3_000;

/** Token endpoint, RFC 6749 §3.2. */
@Tag('OAuth 2.0')
@Controller('oauth2/token')
export class TokenController {
  constructor(private readonly nats: NatsClient) {}

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  @Operation({
    id: 'issueToken',
    summary: 'Issues an access token (RFC 6749 §4.4)',
    description:
      'Unknown parameters are ignored, and empty ones count as absent; those that are known may stand once, but `resource` and `audience`. Where requests are limited, the headers `RateLimit` and `RateLimit-Policy` say what is left.',
    asks: issueToken,
    answer: issueToken.reply.omit({ rate_limits: true }),
    form: tokenRequest,
    failures: ['unsupported_grant_type'],
  })
  async issue(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Context() context: RequestContext,
  ) {
    const form = Form.parse(request.body);
    const attempt = clientAttempt(request, form);
    const grantType = readGrantType(form);
    const scopes = readScope(form);
    // Many clients know `resource` (RFC 8707 §2) by the name that others gave it before.
    const resources = [...form.all('resource'), ...form.all('audience')];
    const { rate_limits: rateLimits, ...token } = await this.nats.request(
      issueToken,
      { ...attempt, grant_type: grantType, scopes, resources },
      context.within(ISSUE_TIMEOUT_MS),
    );
    setRateLimitHeaders(reply, rateLimits);
    return token;
  }
}

function readGrantType(form: Form): GrantType {
  const value = form.one('grant_type');
  if (value === undefined)
    throw new Failure('invalid_request', { message: 'The parameter grant_type is missing.' });
  const known = GRANT_TYPES.find((grantType) => grantType === value);
  if (known === undefined) throw new Failure('unsupported_grant_type');
  return known;
}

function readScope(form: Form): string[] | undefined {
  const value = form.one('scope');
  if (value === undefined) return undefined;
  const scopes = parseScope(value);
  if (scopes === undefined) throw new Failure('invalid_scope', { message: 'The scope is not well-formed.' });
  return scopes;
}
