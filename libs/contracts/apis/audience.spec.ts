import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newApi } from './api.js';

/** What is said of this audience; nothing where it is accepted. */
function problemsOf(audience: string): string[] {
  const { error } = newApi.safeParse({ audience, name: 'Orders' });
  for (const { path } of error?.issues ?? []) expect(path).toEqual(['audience']);
  return (error?.issues ?? []).map(({ message }) => message);
}

describe('the audience of a new API', () => {
  it.each([
    'https://api.example.com',
    'https://api.example.com/',
    'https://api.example.com/orders',
    'https://api.example.com/Orders/v1/',
    'https://api.example.com:8443/orders?tenant=7',
    'https://xn--bcher-kva.example/',
    'https://[2001:db8::1]/orders',
    'http://localhost:8080',
    'http://10.0.0.7:3000/a%20b',
    'urn:example:orders',
    'urn:example:Orders:EU/1',
    'urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    'api://orders',
    'api://6ba7b810-9dad-11d1-80b4-00c04fd430c8/orders',
    'tag:example.com,2026:orders',
    'spiffe://example.org/ns/shop/sa/orders',
    'did:web:example.com',
  ])('may be %s', (audience) => {
    expect(problemsOf(audience)).toEqual([]);
  });

  it.each([
    ['', /absolute URI/],
    ['orders', /absolute URI/],
    ['/orders', /absolute URI/],
    ['https://api.example.com/#orders', /absolute URI/],
    ['https://api.example.com/orders\r\n', /absolute URI/],
    ['https://api.example.com/or ders', /absolute URI/],
    ['https://api.example.com/{id}', /absolute URI/],
    ['https://bücher.example/', /absolute URI/],
    ['https://api.example.com/%zz', /absolute URI/],
    ['https://api.example.com/%', /absolute URI/],
    ['https://', /absolute URI/],
    ['javascript:alert(1)', /scheme that is none of https, http,/],
    ['JavaScript:alert(1)', /scheme that is none of/],
    ['data:text/html,x', /scheme that is none of/],
    ['file:///etc/passwd', /scheme that is none of/],
    ['https:api.example.com', /names no host/],
    ['https:///orders', /names no host/],
    ['api:orders', /names no host/],
    ['https://me:secret@api.example.com/', /user or a password/],
    ['HTTPS://api.example.com/', /upper case/],
    ['https://API.example.com/', /upper case/],
    ['api://Orders', /upper case/],
    ['URN:example:orders', /upper case/],
    ['urn:Example:orders', /upper case/],
    ['https://api.example.com:443/', /normal form/],
    ['http://api.example.com:80', /normal form/],
    ['https://api.example.com:/', /normal form/],
    ['https://api.example.com/a/../b', /normal form/],
    ['https://api.example.com/./b', /normal form/],
    ['api://orders/a/..', /normal form/],
    ['https://127.1/', /normal form/],
    ['https://0x7f.0.0.1/', /normal form/],
    ['https://api.example.com/%0d%0aSet-Cookie', /control character/],
    ['urn:example:%00', /control character/],
    ['https://api.example.com/%7F', /control character/],
    ['https://api.example.com/%6Frders', /needs no encoding/],
    ['https://api.example.com/%2e%2e/x', /needs no encoding/],
    ['https://api.example.com/a%2fb', /lower case: write %2F/],
    ['urn:x:y', /not a URN/],
    ['urn:example:', /absolute URI|not a URN/],
    ['urn:postern:management', /name of Postern itself/],
    ['URN:postern:management', /name of Postern itself/],
    ['urn:Postern:MANAGEMENT', /name of Postern itself/],
    ['urn:postern:anything', /name of Postern itself/],
    [`https://api.example.com/${'a'.repeat(255)}`, /longer than 255/],
  ])('is not %j, and the answer says why', (audience, why) => {
    expect(problemsOf(audience)).toEqual([expect.stringMatching(why)]);
  });

  it('has one form only: what a parser makes of it is the same, but for the slash after a host', () => {
    const wild = fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.constantFrom('https://', 'http://', 'api://', 'urn:a1:', ''), wild, (scheme, rest) => {
        const audience = scheme + rest;
        if (problemsOf(audience).length > 0) return;
        expect([audience, `${audience}/`]).toContain(new URL(audience).href);
        expect(audience).toMatch(/^[!-~]+$/);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the scopes of an API', () => {
  it.each(['clients:write', 'CLIENTS:WRITE', 'Audit:Read'])(
    'are none of the management API, as %s',
    (name) => {
      const given = { audience: 'https://api.example.com', name: 'Orders', scopes: [{ name }] };
      expect(newApi.safeParse(given).error?.issues).toMatchObject([{ path: ['scopes'] }]);
    },
  );
});
