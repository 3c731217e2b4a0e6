import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newClientId } from '../fixtures/records.js';
import { AssertionRefused } from './assertion-refused.js';
import { readAssertion } from './read-assertion.js';

const ISSUER = 'https://issuer.example';
const NOW = Date.parse('2030-01-01T00:00:00.600Z');
const now = Math.floor(NOW / 1_000);
const clientId = newClientId();
const right = {
  iss: clientId,
  sub: clientId,
  aud: ISSUER as unknown,
  exp: (now + 60) as unknown,
  jti: randomUUID() as unknown,
};

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const compact = (header: unknown, claims: unknown) => `${base64url(header)}.${base64url(claims)}.AAAA`;
const read = (claims: object, header: object = { alg: 'ES256' }) =>
  readAssertion(compact(header, claims), ISSUER, NOW);
const isTaken = (claims: object, header?: object) => {
  try {
    read(claims, header);
    return true;
  } catch (error) {
    if (error instanceof AssertionRefused) return false;
    throw error;
  }
};

describe('what an assertion says', () => {
  it('18: is read where all is as it must be', () => {
    expect(read(right, { alg: 'ES256', kid: 'k', typ: 'JWT' })).toEqual({
      clientId,
      kid: 'k',
      jti: right.jti,
      expiresAt: new Date((now + 60) * 1_000),
    });
  });

  it.each<[string, object, boolean]>([
    ['aud is the token endpoint', { aud: `${ISSUER}/oauth2/token` }, false],
    ['aud is the issuer with a slash', { aud: `${ISSUER}/` }, false],
    ['aud is the issuer in capitals', { aud: ISSUER.toUpperCase() }, false],
    ['aud has two values', { aud: [ISSUER, `${ISSUER}/oauth2/token`] }, false],
    ['aud is a list of the issuer alone', { aud: [ISSUER] }, false],
    ['aud is missing', { aud: undefined }, false],
    ['iss is another', { iss: newClientId() }, false],
    ['iss is the issuer', { iss: ISSUER }, false],
    ['iss is missing', { iss: undefined }, false],
    ['sub is no client ID', { iss: 'me', sub: 'me' }, false],
    ['sub is a list', { iss: [clientId], sub: [clientId] }, false],
    ['jti is missing', { jti: undefined }, false],
    ['jti is empty', { jti: '' }, false],
    ['jti has 255 characters', { jti: 'j'.repeat(255) }, true],
    ['jti has 256 characters', { jti: 'j'.repeat(256) }, false],
    ['jti is a number', { jti: 1 }, false],
    ['exp is missing', { exp: undefined }, false],
    ['exp is text', { exp: String(now + 60) }, false],
    ['exp is null', { exp: null }, false],
    ['exp is 5 min ahead', { exp: now + 300 }, true],
    ['exp is 5 min ahead of a clock that is 10 s ahead', { exp: now + 310 }, true],
    ['exp is 6 min ahead', { exp: now + 360 }, false],
    ['exp is 10 s ago', { exp: now - 10 }, true],
    ['exp is 60 s ago', { exp: now - 60 }, false],
    ['exp has a fraction', { exp: now + 1.5 }, true],
    ['nbf is 10 s ahead', { nbf: now + 10 }, true],
    ['nbf is 60 s ahead', { nbf: now + 60 }, false],
    ['nbf is text', { nbf: '0' }, false],
    ['iat is 10 s ahead', { iat: now + 10 }, true],
    ['iat is 60 s ahead', { iat: now + 60 }, false],
    ['iat is null', { iat: null }, false],
    ['it says more', { scope: 'x', client_id: 'y', __proto__: 1 }, true],
  ])('18: where %s, with %j: %s', (_, claims, taken) => {
    expect(isTaken({ ...right, ...claims })).toBe(taken);
  });

  it.each<[string, object, boolean]>([
    ['alg: none', { alg: 'none' }, false],
    ['alg: none in capitals', { alg: 'NONE' }, false],
    ['no alg', {}, false],
    ['HS256', { alg: 'HS256' }, false],
    ['an algorithm on a curve of Bitcoin', { alg: 'ES256K' }, false],
    ['a list of algorithms', { alg: ['ES256'] }, false],
    ['jku', { alg: 'ES256', jku: 'https://evil.example' }, false],
    ['x5u', { alg: 'ES256', x5u: 'https://evil.example' }, false],
    ['x5c', { alg: 'ES256', x5c: [] }, false],
    ['jwk', { alg: 'ES256', jwk: {} }, false],
    ['jku that is null', { alg: 'ES256', jku: null }, false],
    ['crit', { alg: 'ES256', crit: ['b64'], b64: false }, false],
    ['a kid that is a number', { alg: 'ES256', kid: 1 }, false],
    ['a thumbprint of a certificate', { alg: 'RS256', 'x5t#S256': 'AAAA' }, true],
    ['typ: JWT', { alg: 'ES256', typ: 'JWT' }, true],
    [
      'the typ of client authentication',
      { alg: 'ES256', typ: 'application/client-authentication+jwt' },
      true,
    ],
    ['the typ of an access token', { alg: 'ES256', typ: 'at+jwt' }, false],
    ['the typ of a proof of possession', { alg: 'ES256', typ: 'dpop+jwt' }, false],
  ])('19: with %s in the header, as %j: %s', (_, header, taken) => {
    expect(isTaken(right, header)).toBe(taken);
  });

  it.each([
    '',
    '.',
    '..',
    'a.b.c',
    'e30.e30.',
    'e30.e30',
    '....',
    `${base64url({ alg: 'ES256' })}.W10.AA`,
    'a'.repeat(8_193),
  ])('19: is refused where it is no JWT, as %j', (text) => {
    expect(() => readAssertion(text, ISSUER, NOW)).toThrow(AssertionRefused);
  });

  it('18: is taken for times within the limits, and for no others', () => {
    const seconds = fc.integer({ min: -1_000, max: 1_000 });
    const time = fc.option(seconds, { nil: undefined });
    fc.assert(
      fc.property(seconds, time, time, (exp, nbf, iat) => {
        const at = (offset: number | undefined) => (offset === undefined ? undefined : now + offset);
        const taken = isTaken({ ...right, exp: at(exp), nbf: at(nbf), iat: at(iat) });
        if (exp < -15 || exp > 316 || (nbf ?? 0) > 16 || (iat ?? 0) > 16) expect(taken).toBe(false);
        if (exp >= -10 && exp <= 310 && (nbf ?? 0) <= 10 && (iat ?? 0) <= 10) expect(taken).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('18: is refused, and no worse, whatever one claim is', () => {
    const name = fc.constantFrom('iss', 'sub', 'aud', 'exp', 'jti');
    fc.assert(
      fc.property(name, fc.jsonValue(), (claim, value) => {
        fc.pre(
          !(claim === 'exp' && typeof value === 'number') && !(claim === 'jti' && typeof value === 'string'),
        );
        expect(isTaken({ ...right, [claim]: value })).toBe(false);
      }),
    );
  });

  it('18: is refused without a word of the assertion', () => {
    const secret = 'canary-canary';
    for (const claims of [{ ...right, aud: secret }, { ...right, jti: { [secret]: 1 } }, { [secret]: 1 }]) {
      expect(() => read(claims)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining(secret) }),
      );
    }
  });
});
