import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { requireSameOrigin } from './same-origin.js';

const ISSUER = 'https://postern.example';

function passes(headers: Record<string, string>, host = 'postern.example', issuer = ISSUER): boolean {
  try {
    requireSameOrigin({ headers, host } as unknown as FastifyRequest, issuer);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'cross_site' });
    return false;
  }
}

describe('40: where a request is from', () => {
  it.each(['cross-site', 'same-site', 'none', '', 'SAME-ORIGIN', 'same-origin, cross-site'])(
    'is somewhere else where the browser says %j, whatever the origin',
    (site) => {
      expect(passes({ 'sec-fetch-site': site, origin: ISSUER })).toBe(false);
    },
  );

  it('is here where the browser says so', () => {
    expect(passes({ 'sec-fetch-site': 'same-origin' })).toBe(true);
    // It knows better than we do, behind a proxy that changes names.
    expect(passes({ 'sec-fetch-site': 'same-origin', origin: 'https://elsewhere.example' })).toBe(true);
  });

  it.each([
    ['null', 'postern.example'],
    ['', 'postern.example'],
    ['https://evil.example', 'postern.example'],
    ['https://postern.example.evil.example', 'postern.example'],
    ['https://evil.example/postern.example', 'postern.example'],
    ['https://postern.example@evil.example', 'postern.example'],
    ['https://sub.postern.example', 'postern.example'],
    ['https://postern.example:8443', 'postern.example'],
    ['http://postern.example', 'postern.example'],
    ['postern.example', 'postern.example'],
    ['https://postern.example, https://evil.example', 'postern.example'],
    ['null', ''],
  ])('is somewhere else of the origin %j at the host %j', (origin, host) => {
    expect(passes({ origin }, host)).toBe(false);
  });

  it.each([
    [ISSUER, 'postern.example'],
    [ISSUER, 'upstream.internal:8080'],
    ['https://other-name.example', 'other-name.example'],
    ['https://other-name.example:8443', 'Other-Name.example:8443'],
  ])('is here of the origin %j at the host %j', (origin, host) => {
    expect(passes({ origin }, host)).toBe(true);
  });

  it('is no page where no browser says anything', () => {
    expect(passes({})).toBe(true);
    expect(passes({ origin: 'http://localhost:3000' }, 'localhost:3000', 'http://127.0.0.1:3000')).toBe(true);
  });
});
