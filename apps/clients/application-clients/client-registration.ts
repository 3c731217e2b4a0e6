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

/** A client with the one copy of its secret that there is. */
export type ClientWithSecret = ReplyOf<typeof createClient>;

/** A client of version 1 with fresh credentials, not yet written. */
export function newClient(given: NewApplicationClient): ClientWithSecret {
  const now = new Date().toISOString();
  return {
    client_id: generateClientId(),
    client_secret: generateClientSecret(),
    ...given,
    status: 'active',
    created_at: now,
    updated_at: now,
    last_used_at: null,
    version: 1,
  };
}

export interface Registration {
  readonly client: ClientWithSecret;
  /** Made before the transaction: argon2 takes its time, and connections are few. */
  readonly secretHash: string;
  readonly actor: Actor;
  readonly requestId: string;
}

/** Writes a new client, its first secret, the audit event and the event, all in the given transaction. */
@Injectable()
export class ClientRegistration {
  constructor(
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  async register(manager: EntityManager, registered: Registration): Promise<void> {
    const { client, secretHash, actor, requestId } = registered;
    const createdAt = new Date(client.created_at);
    const entity = manager.create(ApplicationClientEntity, {
      clientId: client.client_id,
      name: client.name,
      description: client.description,
      status: client.status,
      scopes: client.scopes,
      grants: client.grants,
      tokenLifetimeSeconds: client.token_lifetime_seconds,
      resourceServerFor: client.resource_server_for,
      tokenEpoch: 0,
      version: client.version,
      createdAt,
      updatedAt: createdAt,
      lastUsedAt: null,
    });
    await manager.insert(ApplicationClientEntity, entity);
    await manager.insert(ClientSecretEntity, {
      secretId: randomUUID(),
      clientId: client.client_id,
      hash: secretHash,
      hint: clientSecretHint(client.client_secret),
      createdAt,
      expiresAt: null,
      lastUsedAt: null,
    });
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
