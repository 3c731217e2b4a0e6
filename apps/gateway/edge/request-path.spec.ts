import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readTarget } from './request-path.js';

const refusal = expect.objectContaining({ code: 'invalid_request' });

describe('a request target', () => {
  it.each([
    ['/orders', '/orders', ''],
    ['/orders/1?x=%2e%2e/../y', '/orders/1', '?x=%2e%2e/../y'],
    ['/orders/?', '/orders/', '?'],
    ['/a%20b/%C3%A9/100%25/...', '/a%20b/%C3%A9/100%25/...', ''],
    ['/a@b:c;d=e,f', '/a@b:c;d=e,f', ''],
  ])('%s is taken as it stands', (target, path, query) => {
    expect(readTarget(target)).toEqual({ path, query });
  });

  it.each([
    '',
    '*',
    'orders',
    'http://evil.example/orders',
    '//evil.example/orders',
    '/orders//1',
    '/orders/../v1',
    '/orders/..',
    '/orders/./1',
    '/orders/..;x=y/v1',
    '/orders/%2e%2e/v1',
    '/orders/.%2E/v1',
    '/orders/%2e%2e%2fv1',
    '/orders%2fadmin',
    '/orders%5Cadmin',
    '/orders\\admin',
    '/orders/%252e%252e/v1',
    '/orders/%61dmin',
    '/orders/admin%3bx',
    '/orders/%00',
    '/orders/%0d%0aX:y',
    '/orders/%7f',
    '/orders/%',
    '/orders/%zz',
    '/orders/%C0%AE%C0%AE/v1',
    '/orders#/../v1',
    '/orders?x#y',
    '/orders/é',
    '/orders /x',
  ])('38: %j is refused, since servers read it in different ways', (target) => {
    expect(() => readTarget(target)).toThrow(refusal);
  });

  it('38: that is taken means the same to a server that decodes and normalises it, twice', () => {
    const piece = fc.constantFrom(
      '/',
      '.',
      '..',
      ';',
      '%',
      '2',
      'e',
      'f',
      'E',
      '%2e',
      '%2f',
      '%25',
      '%5c',
      'a',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const target = `/${pieces.join('')}`;
        let path: string;
        try {
          ({ path } = readTarget(target));
        } catch {
          return;
        }
        const segments = (value: string) => value.split('/').length;
        for (const decoded of [decodeURIComponent(path), twice(path)]) {
          expect(new URL(`http://x${decoded.replace(/[;?#]/g, '_')}`).pathname.split('/').length).toBe(
            segments(path),
          );
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

function twice(path: string): string {
  const once = decodeURIComponent(path);
  try {
    return decodeURIComponent(once);
  } catch {
    return once;
  }
}
