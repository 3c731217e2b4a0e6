import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** As proxies write them: a UUID, with or without hyphens. Anything longer could be a secret that stands here by mistake. */
const OF_A_PROXY = /^[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}$/i;

/** The caller's `X-Request-Id` where it is one that may stand in logs and audit events, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && OF_A_PROXY.test(given) ? given : randomUUID();
}
