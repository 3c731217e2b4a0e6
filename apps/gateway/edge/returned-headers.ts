import type { IncomingHttpHeaders } from 'node:http';
import { parseSetCookie } from 'cookie';
import { isSessionCookie } from '../session/session-cookie.js';
import { hopByHop } from './hop-by-hop.js';

/** Of the whole host, and so ours to say. */
const OURS = ['x-request-id', 'strict-transport-security'];

/**
 * The headers of an upstream's answer that go on to the caller. The request id is the one that our logs know, and a cookie
 * that names itself as the session of an administrator is none.
 */
export function returnedHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const dropped = hopByHop(headers.connection);
  const passed = Object.entries(headers).filter(
    (pair): pair is [string, string | string[]] =>
      pair[1] !== undefined && !dropped.has(pair[0]) && !OURS.includes(pair[0]),
  );
  const { 'set-cookie': cookies, ...others } = Object.fromEntries(passed);
  const kept = [cookies ?? []].flat().filter((cookie) => !isSessionCookie(parseSetCookie(cookie).name));
  return kept.length === 0 ? others : { ...others, 'set-cookie': kept };
}
