import type { PublicJwk } from '@postern/contracts';
import type { SigningAlgorithm } from '@postern/oauth';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('signing_keys')
export class SigningKeyEntity {
  /** JWK thumbprint of the public key (RFC 7638). */
  @PrimaryColumn('text')
  kid!: string;

  @Column('text')
  algorithm!: SigningAlgorithm;

  /** Published are all but the retired. */
  @Column('text')
  status!: 'pending' | 'active' | 'retiring' | 'retired';

  @Column('timestamptz', { name: 'status_since' })
  statusSince!: Date;

  /** Of a pending key when it signs at the earliest, of a retiring one when it leaves the key set at the earliest. */
  @Column('timestamptz', { name: 'status_until', nullable: true })
  statusUntil!: Date | null;

  /** Of the lifetimes that replicas were set to while it could sign; settings may differ and be lowered since. */
  @Column('integer', { name: 'longest_token_lifetime_seconds' })
  longestTokenLifetimeSeconds!: number;

  /** Likewise of the ages at which others may still have a key set in which it is the newest. */
  @Column('integer', { name: 'longest_key_set_age_seconds' })
  longestKeySetAgeSeconds!: number;

  /** Whether someone wants it replaced before its time. */
  @Column('boolean', { name: 'rotation_requested' })
  rotationRequested!: boolean;

  @Column('jsonb', { name: 'public_jwk' })
  publicJwk!: PublicJwk;

  /** PKCS #8, sealed to the `kid`; kept while the key signs or will. */
  @Column('bytea', { name: 'sealed_private_key', nullable: true })
  sealedPrivateKey!: Buffer | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
