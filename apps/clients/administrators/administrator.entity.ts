import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('administrators')
export class AdministratorEntity {
  @PrimaryColumn('uuid', { name: 'administrator_id' })
  administratorId!: string;

  @Column('text')
  email!: string;

  /** argon2id, encoded form. */
  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  @Column('text')
  role!: 'administrator' | 'viewer';

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
