import { describe, expect, it } from '@jest/globals';
import { Failure, FAILURES, type FailureCode } from '@postern/contracts';
import type { Surface } from '../surface.js';
import { challengeFor } from './www-authenticate.js';

const ISSUER = 'https://issuer.example';
const METADATA = `resource_metadata="${ISSUER}/.well-known/oauth-protected-resource/v1"`;
const challenge = (code: FailureCode, surface: Surface) => challengeFor(new Failure(code), ISSUER, surface);

describe('a challenge', () => {
  it('12: of an OAuth endpoint asks for Basic', () => {
    expect(challenge('invalid_client', 'oauth')).toBe('Basic realm="postern", charset="UTF-8"');
  });

  it('29: of the management API tells nothing of errors to who brought no token', () => {
    expect(challenge('missing_token', 'management')).toBe(`Bearer realm="postern", ${METADATA}`);
  });

  it.each(['invalid_token', 'insufficient_scope'] as const)('29: of the management API names %s', (code) => {
    expect(challenge(code, 'management')).toBe(`Bearer realm="postern", error="${code}", ${METADATA}`);
  });

  it('names the scopes that would have been enough (RFC 6750 §3)', () => {
    const failure = new Failure('insufficient_scope', { scopes: ['a', 'b:c'] });
    expect(challengeFor(failure, ISSUER, 'other')).toBe(
      'Bearer realm="postern", error="insufficient_scope", scope="a b:c"',
    );
  });

  it('of what stands behind us does not point to the metadata of the management API', () => {
    expect(challenge('missing_token', 'other')).toBe('Bearer realm="postern"');
  });

  it('of the session names the cookie, and no scheme for which a browser would ask', () => {
    for (const code of ['missing_token', 'invalid_token', 'wrong_credentials'] as const)
      expect(challenge(code, 'session')).toBe('Cookie realm="postern"');
    expect(challenge('cross_site', 'session')).toBeUndefined();
  });

  it('stands with every 401, and where a token is not enough', () => {
    const surfaces: Partial<Record<FailureCode, Surface>> = {
      invalid_client: 'oauth',
      wrong_credentials: 'session',
    };
    for (const code of Object.keys(FAILURES) as FailureCode[]) {
      const expected = FAILURES[code].status === 401 || code === 'insufficient_scope';
      expect([code, challenge(code, surfaces[code] ?? 'other') !== undefined]).toEqual([code, expected]);
    }
  });
});
