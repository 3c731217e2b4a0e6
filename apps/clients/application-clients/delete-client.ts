import { Injectable } from '@nestjs/common';
import type { deleteClient, RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientTransactions } from '../client-events/client-transactions.js';
import { toApplicationClient } from './application-client.entity.js';
import { lockClient } from './lock-client.js';

/** Ends a client, its secrets and its tokens. */
@Injectable()
export class DeleteClient {
  constructor(private readonly transactions: ClientTransactions) {}

  /** @throws Failure `not_found`, `version_conflict` */
  execute(command: RequestOf<typeof deleteClient>, context: RequestContext): Promise<Record<string, never>> {
    return this.transactions.run(command, context, async ({ manager, remove }) => {
      const client = await lockClient(manager, command);
      await remove(client, {
        action: 'application_client.deleted',
        before: toApplicationClient(client),
      });
      return {};
    });
  }
}
