import { MANAGEMENT_SCOPES, type Api } from '@postern/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('apis')
export class ApiEntity {
  @PrimaryColumn('text', { name: 'api_id' })
  apiId!: string;

  @Column('text')
  audience!: string;

  @Column('text')
  name!: string;

  @Column('text')
  description!: string;

  @Column('jsonb')
  scopes!: Api['scopes'];

  @Column('integer', { name: 'token_lifetime_seconds' })
  tokenLifetimeSeconds!: number;

  @Column('boolean', { name: 'built_in' })
  builtIn!: boolean;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}

/** The API as the outside sees it, but for how many clients have to do with it. */
export type ApiState = Omit<Api, 'granted_clients' | 'resource_servers'>;

export function toApiState(entity: ApiEntity): ApiState {
  return {
    api_id: entity.apiId,
    audience: entity.audience,
    name: entity.name,
    description: entity.description,
    scopes: entity.builtIn ? managementScopes() : entity.scopes,
    token_lifetime_seconds: entity.tokenLifetimeSeconds,
    built_in: entity.builtIn,
    created_at: entity.createdAt.toISOString(),
    updated_at: entity.updatedAt.toISOString(),
    version: entity.version,
  };
}

function managementScopes(): Api['scopes'] {
  return Object.entries(MANAGEMENT_SCOPES).map(([name, description]) => ({ name, description }));
}
