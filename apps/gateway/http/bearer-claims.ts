import { Failure, inspectBearer, type AccessTokenClaims } from '@postern/contracts';
import type { NatsClient, RequestContext } from '@postern/messaging';
import type { FastifyRequest } from 'fastify';
import { authorizationOf } from './authorization.js';
import { contextOf } from './request-context.decorator.js';

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
  const token = readBearer(authorizationOf(request));
  return nats.request(inspectBearer, { token }, context.within(INSPECT_TIMEOUT_MS));
}

function readBearer(header: string | undefined): string {
  // RFC 6750 §3.1: another scheme than Bearer counts as no token, which is no error of the caller's.
  if (header === undefined || !/^Bearer( |$)/i.test(header)) throw new Failure('missing_token');
  const token = /^Bearer +([\w\-.~+/]+=*) *$/i.exec(header)?.[1];
  if (token === undefined) throw new Failure('invalid_token');
  return token;
}
