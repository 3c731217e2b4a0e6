import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { getKeySet, type PublicJwk } from '@postern/contracts';
import { Seal } from '@postern/persistence';
import { calculateJwkThumbprint } from 'jose';
import { SIGNING_ALGORITHMS } from '@postern/oauth';
import { generateSigningKey, placeOf } from './generate-signing-key.js';

const seal = new Seal(randomBytes(32), 'signing-keys');
const text = expect.any(String) as unknown as string;
const forms: Record<PublicJwk['alg'], Omit<PublicJwk, 'kid' | 'alg' | 'use'>> = {
  ES256: { kty: 'EC', crv: 'P-256', x: text, y: text } as object as PublicJwk,
  RS256: { kty: 'RSA', n: text, e: 'AQAB' } as object as PublicJwk,
  EdDSA: { kty: 'OKP', crv: 'Ed25519', x: text } as object as PublicJwk,
};

describe.each(SIGNING_ALGORITHMS)('a new signing key for %s', (algorithm) => {
  it('is named by its thumbprint', async () => {
    const key = await generateSigningKey(seal, algorithm);
    expect(key.publicJwk).toEqual({ ...forms[algorithm], kid: key.kid, alg: algorithm, use: 'sig' });
    expect(key.kid).toBe(await calculateJwkThumbprint(key.publicJwk));
    expect(key.algorithm).toBe(algorithm);
  });

  it('27: shows public members only, all of which may leave the service', async () => {
    const { publicJwk } = await generateSigningKey(seal, algorithm);
    const reply = { keys: [publicJwk], max_age_seconds: 300 };
    expect(getKeySet.reply.parse(reply)).toEqual(reply);
  });

  it('opens where it belongs, to the private half of the public key', async () => {
    const { kid, publicJwk, sealedPrivateKey } = await generateSigningKey(seal, algorithm);
    const der = seal.open(sealedPrivateKey, placeOf(kid));
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const half = createPublicKey({ key: privateKey.export({ format: 'jwk' }), format: 'jwk' });
    expect(half.equals(createPublicKey({ key: publicJwk, format: 'jwk' }))).toBe(true);
  });

  it('45: does not open in the place of another, or under another key-encryption key', async () => {
    const one = await generateSigningKey(seal, algorithm);
    const other = await generateSigningKey(seal, algorithm);
    expect(() => seal.open(one.sealedPrivateKey, placeOf(other.kid))).toThrow();
    const elsewhere = new Seal(randomBytes(32), 'signing-keys');
    expect(() => elsewhere.open(one.sealedPrivateKey, placeOf(one.kid))).toThrow(
      'another key-encryption key',
    );
  });

  it('is another one each time', async () => {
    const keys = await Promise.all(Array.from({ length: 4 }, () => generateSigningKey(seal, algorithm)));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(4);
  });
});

it('an RSA key has 2048 bits', async () => {
  const { publicJwk } = await generateSigningKey(seal, 'RS256');
  expect(createPublicKey({ key: publicJwk, format: 'jwk' }).asymmetricKeyDetails?.modulusLength).toBe(2048);
});
