import { Injectable } from '@nestjs/common';
import type { SigningKey } from './key-ring.js';
import { ALGORITHMS } from './signing-algorithms.js';
import { SigningKeys } from './signing-keys.js';

/** What is signed, so that nothing signed for one purpose serves another (RFC 8725 §3.11). */
export type JwtType = 'at+jwt' | 'token-introspection+jwt';

/** Signs JWTs with the active key, with node:crypto, which takes half the time of WebCrypto. */
@Injectable()
export class SignJwt {
  private readonly headers = new Map<JwtType, { readonly key: SigningKey; readonly encoded: string }>();

  constructor(private readonly keys: SigningKeys) {}

  /**
   * @param validSeconds for how long others have to be able to verify it
   * @throws Failure `unavailable` where no key is sure to verify it for as long
   */
  execute(typ: JwtType, claims: object, validSeconds: number): string {
    const key = this.keys.forToken(validSeconds);
    const signed = `${this.header(typ, key)}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    const signature = ALGORITHMS[key.algorithm].sign(Buffer.from(signed), key.privateKey);
    return `${signed}.${signature.toString('base64url')}`;
  }

  private header(typ: JwtType, key: SigningKey): string {
    const known = this.headers.get(typ);
    if (known?.key === key) return known.encoded;
    const header = JSON.stringify({ alg: key.algorithm, typ, kid: key.kid });
    const encoded = Buffer.from(header).toString('base64url');
    this.headers.set(typ, { key, encoded });
    return encoded;
  }
}
