import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A token that its client has ended before it expires. */
@Entity('revoked_tokens')
export class RevokedTokenEntity {
  @PrimaryColumn('text')
  jti!: string;

  /** When the token would have expired; some time after it, nobody has to know any more. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
