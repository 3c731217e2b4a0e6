import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A token that its client has ended before it expires, or a session that was signed out. */
@Entity('revoked_tokens')
export class RevokedTokenEntity {
  /** Of a session its `sid`, which all of its tokens have. */
  @PrimaryColumn('text')
  jti!: string;

  /** When the token would have expired; some time after it, nobody has to know any more. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
