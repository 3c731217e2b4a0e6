import { describe, expect, it } from '@jest/globals';
import { Failure, FAILURES, type FailureCode } from '@postern/contracts';
import { challengeFor } from './www-authenticate.js';

const ISSUER = 'https://issuer.example';
const METADATA = `resource_metadata="${ISSUER}/.well-known/oauth-protected-resource/v1"`;
const challenge = (code: FailureCode, ofOAuth: boolean) => challengeFor(new Failure(code), ISSUER, ofOAuth);

describe('a challenge', () => {
  it('12: of an OAuth endpoint asks for Basic', () => {
    expect(challenge('invalid_client', true)).toBe('Basic realm="postern", charset="UTF-8"');
  });

  it('29: of the management API tells nothing of errors to who brought no token', () => {
    expect(challenge('missing_token', false)).toBe(`Bearer realm="postern", ${METADATA}`);
  });

  it.each(['invalid_token', 'insufficient_scope'] as const)('29: of the management API names %s', (code) => {
    expect(challenge(code, false)).toBe(`Bearer realm="postern", error="${code}", ${METADATA}`);
  });

  it('stands with every 401 and 403', () => {
    for (const code of Object.keys(FAILURES) as FailureCode[]) {
      const { status } = FAILURES[code];
      const expected = status === 401 || status === 403;
      const ofOAuth = code === 'invalid_client';
      expect([code, challenge(code, ofOAuth) !== undefined]).toEqual([code, expected]);
    }
  });
});
