import { constants, generateKeyPair, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { SigningAlgorithm } from '@postern/oauth';

interface Algorithm {
  generate(): Promise<{ readonly publicKey: KeyObject; readonly privateKey: KeyObject }>;
  sign(text: Buffer, key: KeyObject): Buffer;
}

const generate = promisify(generateKeyPair);

/** How each algorithm makes its keys and signs, as RFC 7518 §3 and RFC 8037 §3.1 have it. */
export const ALGORITHMS: Readonly<Record<SigningAlgorithm, Algorithm>> = {
  ES256: {
    generate: () => generate('ec', { namedCurve: 'P-256' }),
    // R and S side by side, not in DER (RFC 7518 §3.4).
    sign: (text, key) => sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' }),
  },
  RS256: {
    generate: () => generate('rsa', { modulusLength: 2048 }),
    sign: (text, key) => sign('sha256', text, { key, padding: constants.RSA_PKCS1_PADDING }),
  },
  EdDSA: {
    generate: () => generate('ed25519'),
    // It digests by itself.
    sign: (text, key) => sign(null, text, key),
  },
};
