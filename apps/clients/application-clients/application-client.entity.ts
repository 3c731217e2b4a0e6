import type { ApplicationClient } from '@postern/contracts';
import { Column, Entity, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import { ClientSecretEntity } from '../secrets/client-secret.entity.js';
import type { StandingGrant } from './token-ends.js';

@Entity('application_clients')
export class ApplicationClientEntity {
  @PrimaryColumn('text', { name: 'client_id' })
  clientId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  description!: string;

  @Column('text')
  status!: ApplicationClient['status'];

  @Column('text', { array: true })
  scopes!: string[];

  @Column('jsonb')
  grants!: StandingGrant[];

  @Column('integer', { name: 'token_lifetime_seconds', nullable: true })
  tokenLifetimeSeconds!: number | null;

  /** Audience of an API. */
  @Column('text', { name: 'resource_server_for', nullable: true })
  resourceServerFor!: string | null;

  @Column('text', { name: 'token_endpoint_auth_method' })
  tokenEndpointAuthMethod!: ApplicationClient['token_endpoint_auth_method'];

  @Column('jsonb', { nullable: true })
  jwks!: ApplicationClient['jwks'];

  @Column('text', { name: 'jwks_uri', nullable: true })
  jwksUri!: string | null;

  /** CIDR blocks. */
  @Column('text', { name: 'allowed_addresses', array: true })
  allowedAddresses!: string[];

  /** Version since which its tokens count; those of earlier versions have ended. */
  @Column('integer', { name: 'tokens_since' })
  tokensSince!: number;

  /** The same for the management API alone. */
  @Column('integer', { name: 'management_since' })
  managementSince!: number;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  @OneToMany(() => ClientSecretEntity, (secret) => secret.client)
  secrets!: Relation<ClientSecretEntity[]>;
}

/** A row as Postgres's `to_jsonb` has it: times in a form of its own, and with what is not for the outside. */
export type ClientRow = ApplicationClient & Readonly<Record<string, unknown>>;

/** The client of such a row. What is not for the outside is still there, for a whitelist to leave out. */
export function rowToApplicationClient(row: ClientRow): ApplicationClient {
  const { created_at, updated_at, last_used_at } = row;
  return {
    ...row,
    created_at: new Date(created_at).toISOString(),
    updated_at: new Date(updated_at).toISOString(),
    last_used_at: last_used_at === null ? null : new Date(last_used_at).toISOString(),
  };
}

/** The client as the outside sees it. */
export function toApplicationClient(entity: ApplicationClientEntity): ApplicationClient {
  return {
    client_id: entity.clientId,
    name: entity.name,
    description: entity.description,
    status: entity.status,
    scopes: entity.scopes,
    grants: entity.grants.map(({ audience, scopes }) => ({ audience, scopes })),
    token_lifetime_seconds: entity.tokenLifetimeSeconds,
    resource_server_for: entity.resourceServerFor,
    token_endpoint_auth_method: entity.tokenEndpointAuthMethod,
    jwks: entity.jwks,
    jwks_uri: entity.jwksUri,
    allowed_addresses: entity.allowedAddresses,
    created_at: entity.createdAt.toISOString(),
    updated_at: entity.updatedAt.toISOString(),
    last_used_at: entity.lastUsedAt?.toISOString() ?? null,
    version: entity.version,
  };
}
