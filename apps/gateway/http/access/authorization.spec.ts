import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { authorizationOf } from './authorization.js';

const requestWith = (...authorization: string[]) =>
  ({
    raw: { headersDistinct: authorization.length > 0 ? { authorization } : {} },
  }) as unknown as FastifyRequest;

describe('the Authorization header', () => {
  it('is absent where there is none', () => {
    expect(authorizationOf(requestWith())).toBeUndefined();
  });

  it('is given as it stands', () => {
    expect(authorizationOf(requestWith('Basic eDp5'))).toBe('Basic eDp5');
  });

  it('13: is refused where it stands twice, even with equal values', () => {
    expect(() => authorizationOf(requestWith('Basic eDp5', 'Basic eDp5'))).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  });
});
