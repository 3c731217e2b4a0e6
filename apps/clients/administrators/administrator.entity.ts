import type { Administrator, AdministratorRole } from '@postern/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('administrators')
export class AdministratorEntity {
  @PrimaryColumn('text', { name: 'administrator_id' })
  administratorId!: string;

  @Column('text')
  email!: string;

  @Column('text', { name: 'first_name' })
  firstName!: string;

  @Column('text', { name: 'last_name' })
  lastName!: string;

  /** argon2id, encoded form. */
  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  @Column('boolean', { name: 'password_change_required' })
  passwordChangeRequired!: boolean;

  @Column('text')
  role!: AdministratorRole;

  /** Version since which the tokens of sessions count; those of earlier versions have ended. */
  @Column('integer', { name: 'tokens_since' })
  tokensSince!: number;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'last_signed_in_at', nullable: true })
  lastSignedInAt!: Date | null;
}

/** The administrator as the outside sees it. */
export function toAdministrator(entity: AdministratorEntity): Administrator {
  return {
    administrator_id: entity.administratorId,
    email: entity.email,
    first_name: entity.firstName,
    last_name: entity.lastName,
    role: entity.role,
    password_change_required: entity.passwordChangeRequired,
    created_at: entity.createdAt.toISOString(),
    updated_at: entity.updatedAt.toISOString(),
    last_signed_in_at: entity.lastSignedInAt?.toISOString() ?? null,
    version: entity.version,
  };
}
