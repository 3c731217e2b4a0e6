import { Failure, inspectBearer, type AccessTokenClaims } from '@postern/contracts';
import type { NatsClient, RequestContext } from '@postern/messaging';
import type { FastifyRequest } from 'fastify';
import { contextOf } from '../request-context.decorator.js';
import { authorizationOf } from './authorization.js';

/** How long the token service may take; milliseconds. */
const INSPECT_TIMEOUT_MS = 2_600;

/**
 * What the request's bearer token (RFC 6750 §2.1) says, asked of the token service each time, which judges it as
 * introspection would.
 *
 * @throws Failure `missing_token`, `invalid_token`, `invalid_request`, `unavailable`
 */
export async function bearerClaims(
  nats: NatsClient,
  request: FastifyRequest,
  context: RequestContext = contextOf(request),
): Promise<AccessTokenClaims> {
  const token = bearerOf(request);
  if (token === undefined) throw new Failure('missing_token');
  return inspect(nats, token, context);
}

/**
 * What a token says, asked of the token service.
 *
 * @throws Failure `invalid_token`, `unavailable`
 */
export function inspect(
  nats: NatsClient,
  token: string,
  context: RequestContext,
): Promise<AccessTokenClaims> {
  return nats.request(inspectBearer, { token }, context.within(INSPECT_TIMEOUT_MS));
}

/**
 * The bearer token of a request; `undefined` where there is none.
 *
 * @throws Failure `invalid_token` for a malformed one, `invalid_request` for two
 */
export function bearerOf(request: FastifyRequest): string | undefined {
  const header = authorizationOf(request);
  // RFC 6750 §3.1: another scheme than Bearer counts as no token, which is no error of the caller's.
  if (header === undefined || !/^Bearer( |$)/i.test(header)) return undefined;
  const token = /^Bearer +([\w\-.~+/]+=*) *$/i.exec(header)?.[1];
  if (token === undefined) throw new Failure('invalid_token');
  return token;
}
