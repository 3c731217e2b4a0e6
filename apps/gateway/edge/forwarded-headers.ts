import type { AccessTokenClaims } from '@postern/contracts';
import type { FastifyRequest } from 'fastify';
import { addressOf } from '../http/address.js';
import { cookiePairs, nameOfPair } from '../http/cookies.js';
import { isSessionCookie } from '../session/session-cookie.js';
import { traceContextOf } from '../tracing/trace-requests.js';
import { hopByHop } from './hop-by-hop.js';
import { identityHeaders } from './identity-headers.js';
import type { ProtectedRoute } from './protected-route.js';

/** Who traces says to whom it belongs; who does not passes on what others say. */
const TRACE = /^trace(parent|state)$/;
/** What we say ourselves, or what some servers take for the path: never taken from outside. */
const OURS =
  /^(host|expect|content-length|x-client-id|x-scopes|x-audience|x-request-id|forwarded|x-forwarded-.*|x-real-ip|x-original-ur[il]|x-rewrite-ur[il])$/;

/**
 * The headers with which a request goes to its upstream, as names and values in turn: those that it came with,
 * `Authorization` among them, without those of the connection and without the session of an administrator, and ours.
 */
export function forwardedHeaders(
  request: FastifyRequest,
  route: ProtectedRoute,
  claims: AccessTokenClaims,
): string[] {
  const { raw, id, protocol, host } = request;
  const trace = traceContextOf(request);
  const dropped = hopByHop(raw.headersDistinct['connection']);
  const passed = pairs(raw.rawHeaders).flatMap(([name, value]): [string, string][] => {
    const lower = name.toLowerCase();
    // Servers that hand headers on as variables do not tell `_` from `-`.
    if (dropped.has(lower) || OURS.test(lower.replaceAll('_', '-'))) return [];
    if (trace !== undefined && TRACE.test(lower)) return [];
    return lower === 'cookie' ? withoutSession(name, value) : [[name, value]];
  });
  const { 'content-length': length } = raw.headers;
  const ours = {
    ...(hasBody(request) && length !== undefined && { 'content-length': length }),
    ...identityHeaders(claims),
    'x-request-id': id,
    ...(trace !== undefined && { traceparent: trace.traceparent }),
    ...(trace?.tracestate !== undefined && { tracestate: trace.tracestate }),
    'x-forwarded-for': addressOf(request),
    'x-forwarded-proto': protocol,
    ...(host !== '' && { 'x-forwarded-host': host }),
    ...(route.strip_path && { 'x-forwarded-prefix': route.path }),
  };
  return [...passed, ...Object.entries(ours)].flat();
}

/** An upstream has no business with the console. */
function withoutSession(name: string, cookies: string): [string, string][] {
  const all = cookiePairs(cookies);
  const others = all.filter((pair) => !isSessionCookie(nameOfPair(pair)));
  if (others.length === all.length) return [[name, cookies]];
  return others.length === 0 ? [] : [[name, others.join('; ')]];
}

export function hasBody({ raw: { headers } }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function pairs(rawHeaders: readonly string[]): [name: string, value: string][] {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : []));
}
