import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { PublicJwk } from '@postern/contracts';
import type { Seal } from '@postern/persistence';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { SigningKeyEntity } from './signing-key.entity.js';

/** Where a private key is sealed to; moved to another row it does not decrypt. */
export function placeOf(kid: string): string {
  return `signing-key:${kid}`;
}

/** A fresh ES256 key, active from the start, private part sealed. */
export async function generateSigningKey(seal: Seal): Promise<SigningKeyEntity> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const key = new SigningKeyEntity();
  key.kid = kid;
  key.algorithm = 'ES256';
  key.status = 'active';
  key.publicJwk = { ...jwk, kid, alg: 'ES256', use: 'sig' } as PublicJwk;
  key.sealedPrivateKey = seal.seal(privateKey.export({ format: 'der', type: 'pkcs8' }), placeOf(kid));
  key.createdAt = new Date();
  return key;
}
