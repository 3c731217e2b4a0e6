import type { IncomingHttpHeaders } from 'node:http';
import { hopByHop } from './hop-by-hop.js';

/** The headers of an upstream's answer that go on to the caller. The request id is the one that our logs know. */
export function returnedHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const dropped = hopByHop(headers.connection);
  const passed = Object.entries(headers).filter(
    (pair): pair is [string, string | string[]] =>
      pair[1] !== undefined && !dropped.has(pair[0]) && pair[0] !== 'x-request-id',
  );
  return Object.fromEntries(passed);
}
