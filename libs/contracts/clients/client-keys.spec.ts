import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newApplicationClient } from '../application-client.js';
import { fieldProblems } from '../field-problems.js';

type KeyAlgorithm = Parameters<typeof crypto.subtle.generateKey>[0];
type Jwk = Record<string, string>;

/** A new public key: kind and numbers alone. */
async function newKey(algorithm: object): Promise<Jwk> {
  const pair = await crypto.subtle.generateKey(algorithm as KeyAlgorithm, true, ['sign', 'verify']);
  if (!('publicKey' in pair)) throw new Error('This is a symmetric algorithm.');
  const { ext, alg, key_ops, ...jwk } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return jwk as Jwk;
}

const rsa = (modulusLength: number, publicExponent = [1, 0, 1]) =>
  newKey({
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength,
    publicExponent: Uint8Array.from(publicExponent),
  });
const ec = (namedCurve: string) => newKey({ name: 'ECDSA', namedCurve });
const [rsaKey, rsaOf1024, rsaOf3072, rsaOf3, ecKey, p384, p521, edKey] = await Promise.all([
  rsa(2_048),
  rsa(1_024),
  rsa(3_072),
  rsa(2_048, [3]),
  ec('P-256'),
  ec('P-384'),
  ec('P-521'),
  newKey({ name: 'Ed25519' }),
]);

/** Problems of a client with these keys, or what was understood. */
function registered(...keys: unknown[]) {
  return read({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys } });
}

function read(settings: object) {
  const result = newApplicationClient.safeParse({ name: 'a', ...settings });
  return result.success ? result.data.jwks : fieldProblems(result.error);
}

const problemAt = (field: string) => [expect.objectContaining({ field })];
const withE = (e: string) => ({ ...rsaKey, e });

describe('keys at registration', () => {
  it.each([
    ['RSA of 2048 bits', rsaKey],
    ['RSA of 3072 bits', rsaOf3072],
    ['RSA with the exponent 3', rsaOf3],
    ['RSA for PS256 alone', { ...rsaKey, alg: 'PS256' }],
    ['P-256', ecKey],
    ['P-384', { ...p384, alg: 'ES384' }],
    ['P-521', p521],
    ['Ed25519', edKey],
    ['Ed25519 by its older algorithm name', { ...edKey, alg: 'EdDSA' }],
    ['a key with all that may be said of it', { ...ecKey, kid: 'a/b', use: 'sig', key_ops: ['verify'] }],
  ])('20: are taken: %s', (_, key) => {
    expect(registered(key)).toEqual({ keys: [key] });
  });

  it('20: lose the members that we do not know', () => {
    const more = { x5c: ['MII'], x5u: 'https://evil.example', iat: 1, nbf: {}, ext: true };
    expect(registered({ ...ecKey, ...more })).toEqual({ keys: [ecKey] });
  });

  it.each([
    ['a private EC key', { ...ecKey, d: 'AAAA' }, 'd'],
    ['a private key that is empty', { ...ecKey, d: null }, 'd'],
    ['a private Ed25519 key', { ...edKey, d: 'AAAA' }, 'd'],
    ['the prime of an RSA key', { ...rsaKey, p: 'AAAA' }, 'p'],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }, 'k'],
    ['a symmetric key without a value', { kty: 'oct' }, 'kty'],
    ['no kind', {}, 'kty'],
    ['a kind of another case', { ...rsaKey, kty: 'rsa' }, 'kty'],
    ['a curve of Bitcoin', { ...ecKey, crv: 'secp256k1' }, 'crv'],
    ['X25519', { ...edKey, crv: 'X25519' }, 'crv'],
    ['Ed448', { ...edKey, crv: 'Ed448' }, 'crv'],
    ['RSA of 1024 bits', rsaOf1024, 'n'],
    ['RSA of 2047 bits', { ...rsaKey, n: Buffer.alloc(256, 0x7f).toString('base64url') }, 'n'],
    ['RSA of 16384 bits', { ...rsaKey, n: Buffer.alloc(2_048, 0xff).toString('base64url') }, 'n'],
    ['RSA of 1024 bits behind zeros', { ...rsaKey, n: `${'A'.repeat(400)}${rsaOf1024['n']!}` }, 'n'],
    ['the exponent 1, of which anybody can sign', withE('AQ'), 'e'],
    ['the exponent 0', withE('AA'), 'e'],
    ['an even exponent', withE('AQAC'), 'e'],
    ['an exponent of 33 bits', withE('AQAAAAE'), 'e'],
    ['no exponent', { ...rsaKey, e: undefined }, 'e'],
    ['base64 in place of base64url', { ...ecKey, x: '+'.repeat(43) }, 'x'],
    ['padding', { ...ecKey, x: `${ecKey['x']!}=` }, 'x'],
    ['a coordinate that is too short', { ...ecKey, y: 'AAAA' }, 'y'],
    ['a coordinate that is an object', { ...ecKey, y: {} }, 'y'],
    ['the algorithm of another kind', { ...ecKey, alg: 'RS256' }, 'alg'],
    ['the algorithm of another curve', { ...ecKey, alg: 'ES384' }, 'alg'],
    ['a symmetric algorithm', { ...rsaKey, alg: 'HS256' }, 'alg'],
    ['an algorithm to encrypt', { ...rsaKey, alg: 'RSA-OAEP' }, 'alg'],
    ['no algorithm', { ...rsaKey, alg: 'none' }, 'alg'],
    ['another use', { ...ecKey, use: 'enc' }, 'use'],
    ['another operation', { ...ecKey, key_ops: ['sign'] }, 'key_ops.0'],
    ['no operation', { ...ecKey, key_ops: [] }, 'key_ops'],
    ['two operations', { ...ecKey, key_ops: ['verify', 'sign'] }, 'key_ops'],
    ['an empty kid', { ...ecKey, kid: '' }, 'kid'],
    ['a kid with a NUL', { ...ecKey, kid: 'a\0' }, 'kid'],
    ['a kid of 256 characters', { ...ecKey, kid: 'k'.repeat(256) }, 'kid'],
    ['a kid that is a number', { ...ecKey, kid: 1 }, 'kid'],
  ])('20: are refused by the name of the field: %s', (_, key, member) => {
    expect(registered(key)).toEqual(problemAt(`jwks.keys.0.${member}`));
  });

  it.each([null, 'key', 1, []])('20: are no keys: %j', (key) => {
    expect(registered(key)).toEqual(expect.arrayContaining(problemAt('jwks.keys.0')));
  });

  it('20: have a kid each, another than the others’, where there are several', () => {
    const keys = (...kids: (string | undefined)[]) => kids.map((kid) => ({ ...ecKey, kid }));
    expect(registered(...keys('a', 'b'))).toMatchObject({ keys: [{ kid: 'a' }, { kid: 'b' }] });
    expect(registered(...keys('a', 'b', 'a'))).toEqual(problemAt('jwks.keys.2.kid'));
    expect(registered(...keys('a', undefined))).toEqual(problemAt('jwks.keys.1.kid'));
  });

  it('20: are one to ten', () => {
    const keys = (count: number) =>
      Array.from({ length: count }, (_, kid) => ({ ...ecKey, kid: String(kid) }));
    expect(registered(...keys(10))).toMatchObject({ keys: keys(10) });
    expect(registered(...keys(11))).toEqual(problemAt('jwks.keys'));
    expect(registered()).toEqual(problemAt('jwks.keys'));
  });

  it('20: are read or refused, and nothing worse, whatever is sent', () => {
    const member = fc.constantFrom('kty', 'crv', 'n', 'e', 'x', 'y', 'alg', 'use', 'key_ops', 'kid');
    const base = fc.constantFrom(rsaKey, ecKey, edKey);
    fc.assert(
      fc.property(base, member, fc.anything(), (key, name, value) => {
        expect(() => registered({ ...key, [name]: value })).not.toThrow();
      }),
    );
  });
});

describe('how a client authenticates', () => {
  const uri = 'https://client.example/jwks.json';
  const jwks = { keys: [ecKey] };
  const byKeys = { token_endpoint_auth_method: 'private_key_jwt' };

  it.each([
    ['20: without keys', byKeys, 'jwks'],
    ['20: with both kinds of keys', { ...byKeys, jwks, jwks_uri: uri }, 'jwks_uri'],
    ['20: with keys and a secret', { jwks }, 'jwks'],
    ['20: with a key set URL and a secret', { jwks_uri: uri }, 'jwks_uri'],
    ['16: by no method', { token_endpoint_auth_method: 'none' }, 'token_endpoint_auth_method'],
  ])('%s is refused', (_, settings, field) => {
    expect(read(settings)).toEqual(problemAt(field));
  });

  it.each([
    'ftp://client.example/jwks',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https:client.example',
    'https://',
    'https://client.example/#keys',
    'https://client.example\\@evil.example/',
    'https://user:password@client.example/',
    'https://user@client.example/',
    'https://client.example/a b',
    ' https://client.example/',
    'https://client.example/\n',
    `https://client.example/${'a'.repeat(2_000)}`,
    '',
  ])('37: is refused with the key set URL %j', (jwks_uri) => {
    expect(read({ ...byKeys, jwks_uri })).toEqual(expect.arrayContaining(problemAt('jwks_uri')));
  });
});
