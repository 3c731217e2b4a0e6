import { Injectable } from '@nestjs/common';
import type { RequestOf, revokeClientTokens } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { toApplicationClient } from './application-client.entity.js';
import { ClientTransactions } from './client-transactions.js';

/** Ends every token that a client has, and leaves the client in use. */
@Injectable()
export class RevokeTokens {
  constructor(private readonly transactions: ClientTransactions) {}

  /** @throws Failure `not_found`, `version_conflict` */
  execute(
    command: RequestOf<typeof revokeClientTokens>,
    context: RequestContext,
  ): Promise<Record<string, never>> {
    return this.transactions.run(command, context, async ({ lock, save }) => {
      const client = await lock();
      const before = toApplicationClient(client);
      client.tokensSince = client.version + 1;
      const after = () => toApplicationClient(client);
      await save(client, { action: 'application_client.tokens_revoked', before, after });
      return {};
    });
  }
}
