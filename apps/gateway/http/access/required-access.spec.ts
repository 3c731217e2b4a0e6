import { describe, expect, it } from '@jest/globals';
import type { AccessTokenClaims } from '@postern/contracts';
import { requireAccess } from './required-access.js';

const claims = (aud: string | string[], scope: string) => ({ aud, scope }) as AccessTokenClaims;
const refusal = (code: string) => expect.objectContaining({ code });

describe('a token', () => {
  it.each([
    ['a', '', [], []],
    ['a', 'r w', ['a'], ['w', 'r']],
    [['a', 'b'], 'r', ['b', 'a'], ['r']],
  ])('for %j with %j is good for what it was given for', (aud, scope, audiences, scopes) => {
    expect(() => requireAccess(claims(aud, scope), { audiences, scopes })).not.toThrow();
  });

  it.each([
    ['a', ['b']],
    ['a', ['a', 'b']],
    [[], ['a']],
    ['ab', ['a']],
    ['A', ['a']],
  ])('for %j is not good at %j, whatever its scope', (aud, audiences) => {
    expect(() => requireAccess(claims(aud, 'r'), { audiences, scopes: ['r', 'x'] })).toThrow(
      refusal('invalid_token'),
    );
  });

  it.each(['', 'r', 'r ww', 'r,w', 'R W'])(
    'with %j lacks a scope, and hears all that are needed',
    (scope) => {
      expect(() => requireAccess(claims('a', scope), { audiences: ['a'], scopes: ['r', 'w'] })).toThrow(
        expect.objectContaining({ code: 'insufficient_scope', scopes: ['r', 'w'] }),
      );
    },
  );
});
