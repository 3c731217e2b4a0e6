import { Injectable } from '@nestjs/common';
import type { RequestOf, revokeClientTokens } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientTransactions } from '../client-events/client-transactions.js';
import { toApplicationClient } from './application-client.entity.js';
import { lockClient } from './lock-client.js';

/** Ends every token that a client has, and leaves the client in use. */
@Injectable()
export class RevokeTokens {
  constructor(private readonly transactions: ClientTransactions) {}

  /** @throws Failure `not_found`, `version_conflict` */
  execute(
    command: RequestOf<typeof revokeClientTokens>,
    context: RequestContext,
  ): Promise<Record<string, never>> {
    return this.transactions.run(command, context, async ({ manager, save }) => {
      const client = await lockClient(manager, command);
      const before = toApplicationClient(client);
      client.tokensSince = client.version + 1;
      const after = () => toApplicationClient(client);
      await save(client, { action: 'application_client.tokens_revoked', before, after });
      return {};
    });
  }
}
