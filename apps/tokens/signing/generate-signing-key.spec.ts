import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { getKeySet } from '@postern/contracts';
import { Seal } from '@postern/persistence';
import { calculateJwkThumbprint } from 'jose';
import { generateSigningKey, placeOf } from './generate-signing-key.js';

const seal = new Seal(randomBytes(32), 'signing-keys');

describe('a new signing key', () => {
  it('is an ES256 key that is named by its thumbprint', async () => {
    const key = await generateSigningKey(seal);
    expect(key.publicJwk).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: expect.any(String),
      y: expect.any(String),
      kid: key.kid,
      alg: 'ES256',
      use: 'sig',
    });
    expect(key.kid).toBe(await calculateJwkThumbprint(key.publicJwk));
    expect(key).toMatchObject({ algorithm: 'ES256', status: 'active' });
  });

  it('27: shows public members only, all of which may leave the service', async () => {
    const { publicJwk } = await generateSigningKey(seal);
    expect(getKeySet.reply.parse({ keys: [publicJwk] })).toEqual({ keys: [publicJwk] });
  });

  it('opens where it belongs, to the private half of the public key', async () => {
    const { kid, publicJwk, sealedPrivateKey } = await generateSigningKey(seal);
    const der = seal.open(sealedPrivateKey, placeOf(kid));
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const half = createPublicKey({ key: privateKey.export({ format: 'jwk' }), format: 'jwk' });
    expect(half.equals(createPublicKey({ key: publicJwk, format: 'jwk' }))).toBe(true);
  });

  it('45: does not open in the place of another, or under another key-encryption key', async () => {
    const [one, other] = [await generateSigningKey(seal), await generateSigningKey(seal)];
    expect(() => seal.open(one.sealedPrivateKey, placeOf(other.kid))).toThrow();
    const elsewhere = new Seal(randomBytes(32), 'signing-keys');
    expect(() => elsewhere.open(one.sealedPrivateKey, placeOf(one.kid))).toThrow(
      'another key-encryption key',
    );
  });

  it('is another one each time', async () => {
    const keys = await Promise.all(Array.from({ length: 10 }, () => generateSigningKey(seal)));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(10);
  });
});
