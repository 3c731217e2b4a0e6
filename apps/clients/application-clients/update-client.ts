import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import {
  authenticationProblems,
  Failure,
  type ApplicationClient,
  type AuthenticationSettings,
  type RequestOf,
  type updateClient,
} from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { checkGrants } from '../apis/check-grants.js';
import { ClientTransactions } from '../client-events/client-transactions.js';
import { ClientSecretEntity } from '../secrets/client-secret.entity.js';
import { toApplicationClient, type ApplicationClientEntity } from './application-client.entity.js';
import { ClientKeyRules } from './client-key-rules.js';
import { lockClient } from './lock-client.js';
import { grantsFrom, managementFrom } from './token-ends.js';

type Command = RequestOf<typeof updateClient>;
type Change = Command['change'];

/**
 * Changes a client. Disabling it ends its tokens for good: enabling brings back issuing, not the old tokens. From the
 * moment in which it authenticates with keys its secrets are gone, and do not come back.
 */
@Injectable()
export class UpdateClient {
  constructor(
    private readonly transactions: ClientTransactions,
    private readonly keyRules: ClientKeyRules,
  ) {}

  /** @throws Failure `invalid_request`, `not_found`, `version_conflict` */
  execute(command: Command, context: RequestContext): Promise<ApplicationClient> {
    const { change } = command;
    return this.transactions.run(command, context, async ({ manager, save }) => {
      this.keyRules.check(change);
      await checkGrants(manager, change);
      const client = await lockClient(manager, command);
      const before = toApplicationClient(client);
      const authentication = authenticationAfter(before, change);
      const fields = authenticationProblems(authentication);
      if (fields.length > 0) throw new Failure('invalid_request', { fields });
      if (isDeepStrictEqual({ ...before, ...change, ...authentication }, before)) return before;
      apply({ ...change, ...authentication }, client);
      if (client.tokenEndpointAuthMethod === 'private_key_jwt')
        await manager.delete(ClientSecretEntity, { clientId: client.clientId });
      await save(client, {
        action: 'application_client.updated',
        before,
        after: () => toApplicationClient(client),
      });
      return toApplicationClient(client);
    });
  }
}

/** One kind of keys takes the place of the other, and who goes back to secrets leaves the keys behind. */
function authenticationAfter(before: ApplicationClient, change: Change): AuthenticationSettings {
  const method = change.token_endpoint_auth_method ?? before.token_endpoint_auth_method;
  const keeps = method === before.token_endpoint_auth_method;
  return {
    token_endpoint_auth_method: method,
    jwks: change.jwks ?? (keeps && change.jwks === undefined && !change.jwks_uri ? before.jwks : null),
    jwks_uri:
      change.jwks_uri ?? (keeps && change.jwks_uri === undefined && !change.jwks ? before.jwks_uri : null),
  };
}

function apply(change: Change & AuthenticationSettings, client: ApplicationClientEntity): void {
  const next = client.version + 1;
  if (change.status === 'disabled' && client.status === 'active') client.tokensSince = next;
  if (change.scopes !== undefined) client.managementSince = managementFrom(next, change.scopes, client);
  if (change.grants !== undefined) client.grants = grantsFrom(next, change.grants, client.grants);
  client.name = change.name ?? client.name;
  client.description = change.description ?? client.description;
  client.scopes = change.scopes ?? client.scopes;
  client.status = change.status ?? client.status;
  client.allowedAddresses = change.allowed_addresses ?? client.allowedAddresses;
  // Here null is a value: none.
  if (change.token_lifetime_seconds !== undefined)
    client.tokenLifetimeSeconds = change.token_lifetime_seconds;
  if (change.resource_server_for !== undefined) client.resourceServerFor = change.resource_server_for;
  client.tokenEndpointAuthMethod = change.token_endpoint_auth_method;
  client.jwks = change.jwks;
  client.jwksUri = change.jwks_uri;
}
