import type { PublicJwk } from '@postern/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('signing_keys')
export class SigningKeyEntity {
  /** JWK thumbprint of the public key (RFC 7638). */
  @PrimaryColumn('text')
  kid!: string;

  @Column('text')
  algorithm!: PublicJwk['alg'];

  @Column('text')
  status!: 'pending' | 'active' | 'retiring' | 'retired';

  @Column('jsonb', { name: 'public_jwk' })
  publicJwk!: PublicJwk;

  /** PKCS #8, sealed to the `kid`. */
  @Column('bytea', { name: 'sealed_private_key' })
  sealedPrivateKey!: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
