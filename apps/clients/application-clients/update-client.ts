import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { ApplicationClient, RequestOf, updateClient } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { checkGrants } from '../apis/check-grants.js';
import { toApplicationClient, type ApplicationClientEntity } from './application-client.entity.js';
import { ClientTransactions } from './client-transactions.js';

type Command = RequestOf<typeof updateClient>;

/** Changes a client. Disabling it ends its tokens for good: enabling brings back issuing, not the old tokens. */
@Injectable()
export class UpdateClient {
  constructor(private readonly transactions: ClientTransactions) {}

  /** @throws Failure `not_found`, `version_conflict` */
  execute(command: Command, context: RequestContext): Promise<ApplicationClient> {
    const { change } = command;
    return this.transactions.run(command, context, async ({ manager, lock, save }) => {
      await checkGrants(manager, change);
      const client = await lock();
      const before = toApplicationClient(client);
      if (isDeepStrictEqual({ ...before, ...change }, before)) return before;
      if (change.status === 'disabled' && before.status === 'active') client.tokenEpoch++;
      apply(change, client);
      await save(client, {
        action: 'application_client.updated',
        before,
        after: () => toApplicationClient(client),
      });
      return toApplicationClient(client);
    });
  }
}

function apply(change: Command['change'], client: ApplicationClientEntity): void {
  client.name = change.name ?? client.name;
  client.description = change.description ?? client.description;
  client.scopes = change.scopes ?? client.scopes;
  client.grants = change.grants ?? client.grants;
  client.status = change.status ?? client.status;
  // Here null is a value: none.
  if (change.token_lifetime_seconds !== undefined)
    client.tokenLifetimeSeconds = change.token_lifetime_seconds;
  if (change.resource_server_for !== undefined) client.resourceServerFor = change.resource_server_for;
}
