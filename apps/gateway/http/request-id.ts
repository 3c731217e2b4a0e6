import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** As proxies write them: a UUID, or so many hexadecimal digits. A secret that stands here by mistake is neither. */
const OF_A_PROXY = /^[\da-f-]{8,64}$/i;

/** The caller's `X-Request-Id` where it is one that may stand in logs and audit events, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && OF_A_PROXY.test(given) ? given : randomUUID();
}
