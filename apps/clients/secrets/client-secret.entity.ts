import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ApplicationClientEntity } from '../application-clients/application-client.entity.js';

@Entity('client_secrets')
export class ClientSecretEntity {
  @PrimaryColumn('uuid', { name: 'secret_id' })
  secretId!: string;

  @Column('text', { name: 'client_id' })
  clientId!: string;

  @ManyToOne(() => ApplicationClientEntity, (client) => client.secrets)
  @JoinColumn({ name: 'client_id' })
  client!: Relation<ApplicationClientEntity>;

  /** argon2id, encoded form. */
  @Column('text')
  hash!: string;

  /** Last four characters of the secret. */
  @Column('text')
  hint!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;
}
