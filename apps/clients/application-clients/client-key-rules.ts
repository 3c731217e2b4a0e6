import { createPublicKey } from 'node:crypto';
import type { JwksUriRule } from '@postern/config';
import {
  Failure,
  type ClientKey,
  type FieldProblem,
  type RequestOf,
  type updateClient,
} from '@postern/contracts';

/** What keys of a client must be beyond their form. Nothing is fetched here: that is the token service's part. */
export class ClientKeyRules {
  constructor(private readonly uriRule: JwksUriRule) {}

  /** @throws Failure `invalid_request` naming each that is not usable */
  check({ jwks, jwks_uri: uri }: Pick<RequestOf<typeof updateClient>['change'], 'jwks' | 'jwks_uri'>): void {
    const fields: FieldProblem[] = (jwks?.keys ?? []).flatMap((key, index) =>
      isUsable(key)
        ? []
        : [{ field: `jwks.keys.${index}`, message: 'is not a public key: its numbers do not fit' }],
    );
    const message = uri ? this.uriRule.problemOf(new URL(uri)) : undefined;
    if (message !== undefined) fields.push({ field: 'jwks_uri', message });
    if (fields.length > 0) throw new Failure('invalid_request', { fields });
  }
}

/** OpenSSL refuses a point that is not on its curve. */
function isUsable(key: ClientKey): boolean {
  try {
    createPublicKey({ key, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}
