import type { SchemaOptions } from '@postern/persistence';
import { CreateSigningKeys1795392000000 } from './migrations/1795392000000-create-signing-keys.js';
import { SigningKeyEntity } from './signing/signing-key.entity.js';

/** The Postgres schema that this service owns. */
export function tokensSchema(url: string): SchemaOptions {
  return {
    url,
    schema: 'tokens',
    entities: [SigningKeyEntity],
    migrations: [CreateSigningKeys1795392000000],
  };
}
