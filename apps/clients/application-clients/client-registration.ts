import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  clientCreated,
  clientSecretHint,
  type Actor,
  type createClient,
  type NewApplicationClient,
  type ReplyOf,
} from '@postern/contracts';
import { Outbox } from '@postern/persistence';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import { generateClientId, generateClientSecret } from '../secrets/generate-credentials.js';
import { ClientSecretEntity } from '../secrets/client-secret.entity.js';
import { ApplicationClientEntity, toApplicationClient } from './application-client.entity.js';
import { ClientKeyRules } from './client-key-rules.js';
import { grantsFrom } from './token-ends.js';

/** A client with the one copy of its secret that there is, if it has one. */
export type CreatedClient = ReplyOf<typeof createClient>;

/** A client of version 1 with fresh credentials, not yet written. */
export function newClient(given: NewApplicationClient): CreatedClient {
  const now = new Date().toISOString();
  const hasSecret = given.token_endpoint_auth_method === 'client_secret_basic';
  return {
    client_id: generateClientId(),
    ...(hasSecret && { client_secret: generateClientSecret() }),
    ...given,
    status: 'active',
    created_at: now,
    updated_at: now,
    last_used_at: null,
    version: 1,
  };
}

export interface Registration {
  readonly client: CreatedClient;
  /** Of its secret, if it has one. Made before the transaction: argon2 takes its time, and connections are few. */
  readonly secretHash: string | undefined;
  readonly actor: Actor;
  readonly requestId: string;
}

/** Writes a new client, its first secret, the audit event and the event, all in the given transaction. */
@Injectable()
export class ClientRegistration {
  constructor(
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly keyRules: ClientKeyRules,
  ) {}

  /** @throws Failure `invalid_request` for keys that are not usable */
  async register(manager: EntityManager, registered: Registration): Promise<void> {
    const { client, actor, requestId } = registered;
    this.keyRules.check(client);
    const createdAt = new Date(client.created_at);
    const entity = manager.create(ApplicationClientEntity, {
      clientId: client.client_id,
      name: client.name,
      description: client.description,
      status: client.status,
      scopes: client.scopes,
      grants: grantsFrom(client.version, client.grants, []),
      tokenLifetimeSeconds: client.token_lifetime_seconds,
      resourceServerFor: client.resource_server_for,
      tokenEndpointAuthMethod: client.token_endpoint_auth_method,
      jwks: client.jwks,
      jwksUri: client.jwks_uri,
      allowedAddresses: client.allowed_addresses,
      tokensSince: client.version,
      managementSince: client.version,
      version: client.version,
      createdAt,
      updatedAt: createdAt,
      lastUsedAt: null,
    });
    await manager.insert(ApplicationClientEntity, entity);
    await insertSecret(manager, registered);
    const subjectId = client.client_id;
    const after = toApplicationClient(entity);
    await this.audit.record(manager, {
      actor,
      action: 'application_client.created',
      subjectId,
      requestId,
      after,
    });
    await this.outbox.add(manager, clientCreated, { client_id: subjectId, version: client.version });
  }
}

async function insertSecret(manager: EntityManager, { client, secretHash }: Registration): Promise<void> {
  if (client.client_secret === undefined || secretHash === undefined) return;
  await manager.insert(ClientSecretEntity, {
    secretId: randomUUID(),
    clientId: client.client_id,
    hash: secretHash,
    hint: clientSecretHint(client.client_secret),
    createdAt: new Date(client.created_at),
    expiresAt: null,
    lastUsedAt: null,
  });
}
