import type { SchemaOptions } from '@postern/persistence';
import { CreateSigningKeys1795392000000 } from './migrations/1795392000000-create-signing-keys.js';
import { RotateSigningKeys1795651200000 } from './migrations/1795651200000-rotate-signing-keys.js';
import { SigningKeyEntity } from './signing/signing-key.entity.js';

/** The Postgres schema that this service owns. */
export function tokensSchema(url: string): SchemaOptions {
  return {
    url,
    schema: 'tokens',
    entities: [SigningKeyEntity],
    migrations: [CreateSigningKeys1795392000000, RotateSigningKeys1795651200000],
  };
}
