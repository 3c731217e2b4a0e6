import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { ApplicationClient, RequestOf, updateClient } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { toApplicationClient } from './application-client.entity.js';
import { ClientTransactions } from './client-transactions.js';

/** Changes a client. Disabling it ends its tokens for good: enabling brings back issuing, not the old tokens. */
@Injectable()
export class UpdateClient {
  constructor(private readonly transactions: ClientTransactions) {}

  /** @throws Failure `not_found`, `version_conflict` */
  execute(command: RequestOf<typeof updateClient>, context: RequestContext): Promise<ApplicationClient> {
    const { change } = command;
    return this.transactions.run(command, context, async ({ lock, save }) => {
      const client = await lock();
      const before = toApplicationClient(client);
      if (isDeepStrictEqual({ ...before, ...change }, before)) return before;
      if (change.status === 'disabled' && before.status === 'active') client.tokenEpoch++;
      Object.assign(client, change);
      await save(client, {
        action: 'application_client.updated',
        before,
        after: () => toApplicationClient(client),
      });
      return toApplicationClient(client);
    });
  }
}
