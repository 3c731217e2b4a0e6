import { Injectable } from '@nestjs/common';
import { noSuchSecret, type deleteSecret, type RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { lockClient } from '../application-clients/lock-client.js';
import { ClientTransactions } from '../client-events/client-transactions.js';
import { ClientSecretEntity } from './client-secret.entity.js';
import { liveSecrets, toSecretFacts } from './live-secrets.js';

/** Ends one secret. The last one may go too: the client then gets nothing until it is given another. */
@Injectable()
export class DeleteSecret {
  constructor(private readonly transactions: ClientTransactions) {}

  /** @throws Failure `not_found`, `version_conflict` */
  execute(command: RequestOf<typeof deleteSecret>, context: RequestContext): Promise<Record<string, never>> {
    const { client_id: clientId, secret_id: secretId } = command;
    return this.transactions.run(command, context, async ({ manager, save }) => {
      const client = await lockClient(manager, command);
      const before = await liveSecrets(manager, clientId);
      const others = before.filter((secret) => secret.secretId !== secretId);
      if (others.length === before.length) throw noSuchSecret();
      await manager.delete(ClientSecretEntity, { clientId, secretId });
      await save(client, {
        action: 'client_secret.deleted',
        before: { version: client.version, secrets: before.map(toSecretFacts) },
        after: () => ({ version: client.version, secrets: others.map(toSecretFacts) }),
      });
      return {};
    });
  }
}
