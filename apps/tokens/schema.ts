import type { SchemaOptions } from '@postern/persistence';
import { CreateSigningKeys1795392000000 } from './migrations/1795392000000-create-signing-keys.js';
import { RotateSigningKeys1795651200000 } from './migrations/1795651200000-rotate-signing-keys.js';
import { CreateRevokedTokens1795424400000 } from './migrations/1795424400000-create-revoked-tokens.js';
import { CreateUsedAssertions1795450000000 } from './migrations/1795450000000-create-used-assertions.js';
import { CreateUnreportedChanges1795660000000 } from './migrations/1795660000000-create-unreported-changes.js';
import { DateUnreportedChanges1795900000000 } from './migrations/1795900000000-date-unreported-changes.js';
import { RevokedTokenEntity } from './revocation/revoked-token.entity.js';
import { SigningKeyEntity } from './signing/signing-key.entity.js';

/** The Postgres schema that this service owns. */
export function tokensSchema(url: string): SchemaOptions {
  return {
    url,
    schema: 'tokens',
    entities: [RevokedTokenEntity, SigningKeyEntity],
    migrations: [
      CreateSigningKeys1795392000000,
      CreateRevokedTokens1795424400000,
      CreateUsedAssertions1795450000000,
      RotateSigningKeys1795651200000,
      CreateUnreportedChanges1795660000000,
      DateUnreportedChanges1795900000000,
    ],
    rights: {
      // Whether the schema is as new as the service.
      migrations: ['SELECT'],
      revoked_tokens: ['SELECT', 'INSERT', 'DELETE'],
      signing_keys: ['SELECT', 'INSERT', 'UPDATE'],
      unreported_changes: ['SELECT', 'INSERT', 'DELETE'],
      used_assertions: ['SELECT', 'INSERT', 'DELETE'],
    },
  };
}
