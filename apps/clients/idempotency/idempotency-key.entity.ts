import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('idempotency_keys')
export class IdempotencyKeyEntity {
  /** Who asked; two callers may choose the same key. */
  @PrimaryColumn('text')
  caller!: string;

  @PrimaryColumn('bytea', { name: 'key_digest' })
  keyDigest!: Buffer;

  @Column('bytea', { name: 'request_digest' })
  requestDigest!: Buffer;

  @Column('bytea', { name: 'sealed_reply' })
  sealedReply!: Buffer;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
