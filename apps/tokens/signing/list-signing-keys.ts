import { Injectable } from '@nestjs/common';
import type { listSigningKeys, ReplyOf } from '@postern/contracts';
import { toAuditedKey } from './audited-key.js';
import { SigningKeyStore } from './signing-key-store.js';

@Injectable()
export class ListSigningKeys {
  constructor(private readonly store: SigningKeyStore) {}

  /** @throws Failure `unavailable` without Postgres */
  async execute(): Promise<ReplyOf<typeof listSigningKeys>> {
    const { keys } = await this.store.read();
    const data = keys.map((key) => ({
      kid: key.kid,
      ...toAuditedKey(key),
      created_at: key.createdAt.toISOString(),
    }));
    return { data };
  }
}
