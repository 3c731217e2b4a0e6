import { describe, expect, it } from '@jest/globals';
import type { AccessTokenClaims } from '@postern/contracts';
import type { FastifyRequest } from 'fastify';
import { forwardedHeaders } from './forwarded-headers.js';
import type { ProtectedRoute } from './protected-route.js';
import { returnedHeaders } from './returned-headers.js';

const claims = { client_id: 'pcl_1', scope: '', aud: 'a' } as unknown as AccessTokenClaims;

/** What an upstream gets of these headers, beside ours. */
function forwarded(...rawHeaders: string[]): string[] {
  const raw = { rawHeaders, headers: {}, headersDistinct: {}, socket: {} };
  const request = { raw, id: '1', protocol: 'https', host: 'postern.example', ip: '192.0.2.1' };
  const all = forwardedHeaders(request as unknown as FastifyRequest, {} as ProtectedRoute, claims);
  return all.slice(0, all.indexOf('x-client-id'));
}

describe('39: an upstream of a protected route', () => {
  it.each([
    ['postern_session=t', []],
    ['__Host-postern_session=t', []],
    ['postern_session=t; __Host-postern_session=t', []],
    ['a=1; postern_session=t; b=2', ['Cookie', 'a=1; b=2']],
    ['a=1;postern_session = t', ['Cookie', 'a=1']],
    ['a=1;b="2"', ['Cookie', 'a=1;b="2"']],
    ['xpostern_session=1; postern_session_=2', ['Cookie', 'xpostern_session=1; postern_session_=2']],
  ])('does not get the session of an administrator out of %j', (cookies, passed) => {
    expect(forwarded('Cookie', cookies)).toEqual(passed);
  });

  it('does not get it out of any of several headers', () => {
    expect(
      forwarded('Cookie', 'a=1', 'cookie', 'postern_session=t', 'COOKIE', 'b=2; postern_session=t'),
    ).toEqual(['Cookie', 'a=1', 'COOKIE', 'b=2']);
  });

  it('can neither set it nor take it away, and says nothing of how the host is reached', () => {
    const told = {
      'set-cookie': [
        'a=1; Path=/',
        'postern_session=evil; Path=/',
        '__Host-postern_session=; Max-Age=0; Path=/; Secure',
        ' postern_session =evil',
      ],
      'strict-transport-security': 'max-age=0',
      'x-own': '1',
    };
    expect(returnedHeaders(told)).toEqual({ 'set-cookie': ['a=1; Path=/'], 'x-own': '1' });
    expect(returnedHeaders({ 'set-cookie': ['postern_session=evil'] })).toEqual({});
  });
});
