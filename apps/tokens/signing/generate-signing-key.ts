import type { PublicJwk } from '@postern/contracts';
import type { SigningAlgorithm } from '@postern/oauth';
import type { Seal } from '@postern/persistence';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { ALGORITHMS } from './signing-algorithms.js';
import type { SigningKeyEntity } from './signing-key.entity.js';

/** A key that is nowhere yet. */
export type FreshKey = Pick<SigningKeyEntity, 'kid' | 'algorithm' | 'publicJwk'> & {
  readonly sealedPrivateKey: Buffer;
};

/** Where a private key is sealed to; moved to another row it does not decrypt. */
export function placeOf(kid: string): string {
  return `signing-key:${kid}`;
}

/** A fresh key, private part sealed. */
export async function generateSigningKey(seal: Seal, algorithm: SigningAlgorithm): Promise<FreshKey> {
  const { publicKey, privateKey } = await ALGORITHMS[algorithm].generate();
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    kid,
    algorithm,
    publicJwk: { ...jwk, kid, alg: algorithm, use: 'sig' } as PublicJwk,
    sealedPrivateKey: seal.seal(privateKey.export({ format: 'der', type: 'pkcs8' }), placeOf(kid)),
  };
}
