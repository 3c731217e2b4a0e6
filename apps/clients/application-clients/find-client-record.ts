import { Injectable } from '@nestjs/common';
import type { findClientRecord, ReplyOf } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { ApplicationClientEntity } from './application-client.entity.js';

/** What the token service keeps of a client, in one statement. */
@Injectable()
export class FindClientRecord {
  constructor(private readonly database: Database) {}

  async execute(clientId: string): Promise<ReplyOf<typeof findClientRecord>> {
    const entity = await this.database.run((manager) =>
      manager
        .createQueryBuilder(ApplicationClientEntity, 'client')
        .leftJoinAndSelect('client.secrets', 'secret')
        .where('client.client_id = :clientId', { clientId })
        .orderBy('secret.created_at', 'ASC')
        .getOne(),
    );
    if (entity === null) return { record: null };
    return {
      record: {
        client_id: entity.clientId,
        status: entity.status,
        scopes: entity.scopes,
        version: entity.version,
        token_epoch: entity.tokenEpoch,
        secrets: entity.secrets.map((secret) => ({
          secret_id: secret.secretId,
          hash: secret.hash,
          hint: secret.hint,
          expires_at: secret.expiresAt?.toISOString() ?? null,
        })),
      },
    };
  }
}
