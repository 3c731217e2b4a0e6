import type { SecretFacts } from '@postern/contracts';
import type { EntityManager } from 'typeorm';
import { ClientSecretEntity } from './client-secret.entity.js';

/** The secrets of a client that have not expired, the oldest first. */
export function liveSecrets(manager: EntityManager, clientId: string): Promise<ClientSecretEntity[]> {
  return manager
    .createQueryBuilder(ClientSecretEntity, 'secret')
    .where('secret.client_id = :clientId', { clientId })
    .andWhere('(secret.expires_at IS NULL OR secret.expires_at > now())')
    .orderBy('secret.created_at')
    .addOrderBy('secret.secret_id')
    .getMany();
}

/** What may be known of a secret. */
export function toSecretFacts(secret: ClientSecretEntity): SecretFacts {
  return {
    secret_id: secret.secretId,
    hint: secret.hint,
    created_at: secret.createdAt.toISOString(),
    expires_at: secret.expiresAt?.toISOString() ?? null,
    last_used_at: secret.lastUsedAt?.toISOString() ?? null,
  };
}
