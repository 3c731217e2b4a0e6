import { Injectable } from '@nestjs/common';
import { ADMINISTRATOR_ID, type ClientRecord, type findClientRecord, type ReplyOf } from '@postern/contracts';
import { Database } from '@postern/persistence';
import type { EntityManager } from 'typeorm';
import { AdministratorEntity } from '../administrators/administrator.entity.js';
import { administratorRecord } from '../administrators/administrator-record.js';
import { ApiEntity } from '../apis/api.entity.js';
import { ApplicationClientEntity } from './application-client.entity.js';

/** What the token service keeps of a client, or of an administrator, who is one to it. */
@Injectable()
export class FindClientRecord {
  constructor(private readonly database: Database) {}

  execute(clientId: string): Promise<ReplyOf<typeof findClientRecord>> {
    return this.database.run(async (manager) => {
      if (ADMINISTRATOR_ID.test(clientId)) {
        const administrator = await manager.findOneBy(AdministratorEntity, { administratorId: clientId });
        return { record: administrator && administratorRecord(administrator) };
      }
      const entity = await manager
        .createQueryBuilder(ApplicationClientEntity, 'client')
        .leftJoinAndSelect('client.secrets', 'secret')
        .where('client.client_id = :clientId', { clientId })
        .orderBy('secret.created_at', 'ASC')
        .getOne();
      if (entity === null) return { record: null };
      return { record: toRecord(entity, await grantsOf(manager, entity)) };
    });
  }
}

/**
 * The client's grants with what their APIs say. They are read after the client: what changes an API changes its
 * clients with it, so APIs newer than this version of the client come with a newer version of it.
 */
async function grantsOf(
  manager: EntityManager,
  { grants }: ApplicationClientEntity,
): Promise<ClientRecord['grants']> {
  if (grants.length === 0) return [];
  const audiences = grants.map(({ audience }) => audience);
  const apis = await manager
    .createQueryBuilder(ApiEntity, 'api')
    .where('api.audience = ANY(:audiences)', { audiences })
    .getMany();
  return grants.flatMap(({ audience, scopes, since }) => {
    const api = apis.find((one) => one.audience === audience);
    if (api === undefined) return [];
    const names = api.scopes.map(({ name }) => name);
    return {
      audience,
      scopes: names.filter((name) => scopes.includes(name)),
      withheld: names.filter((name) => !scopes.includes(name)),
      token_lifetime_seconds: api.tokenLifetimeSeconds,
      since,
    };
  });
}

function toRecord(entity: ApplicationClientEntity, grants: ClientRecord['grants']): ClientRecord {
  return {
    client_id: entity.clientId,
    status: entity.status,
    scopes: entity.scopes,
    grants,
    token_lifetime_seconds: entity.tokenLifetimeSeconds,
    resource_server_for: entity.resourceServerFor,
    token_endpoint_auth_method: entity.tokenEndpointAuthMethod,
    jwks: entity.jwks,
    jwks_uri: entity.jwksUri,
    allowed_addresses: entity.allowedAddresses,
    version: entity.version,
    tokens_since: entity.tokensSince,
    management_since: entity.managementSince,
    secrets: entity.secrets.map((secret) => ({
      secret_id: secret.secretId,
      hash: secret.hash,
      hint: secret.hint,
      expires_at: secret.expiresAt?.toISOString() ?? null,
    })),
  };
}
