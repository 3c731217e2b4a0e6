import {
  databaseUrl,
  issuer,
  keyEncryptionKey,
  keySetMaxAgeSeconds,
  logFormat,
  logLevel,
  maxTokenLifetimeSeconds,
  natsUrl,
  previousKeyEncryptionKey,
  redisUrl,
  setting,
} from '@postern/config';
import { z } from 'zod';
import { SIGNING_ALGORITHMS } from './signing/signing-algorithms.js';

/** Settings of the token service. */
export const tokensSettings = z.object({
  NATS_URL: natsUrl,
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  ISSUER: issuer,
  KEY_ENCRYPTION_KEY: keyEncryptionKey,
  KEY_ENCRYPTION_KEY_PREVIOUS: previousKeyEncryptionKey,
  SIGNING_ALGORITHM: setting(z.enum(SIGNING_ALGORITHMS).default('ES256'), {
    description:
      '`ES256`, `RS256` (2048 bits) or `EdDSA` (Ed25519). Where it is not that of the active signing key, a rotation begins.',
  }),
  SIGNING_KEY_ROTATION_DAYS: setting(z.coerce.number().int().min(0).max(3_650).default(90), {
    description: 'How long a signing key is active before the next one replaces it; 0 for never by itself.',
  }),
  KEY_SET_MAX_AGE_SECONDS: keySetMaxAgeSeconds,
  MAX_TOKEN_LIFETIME_SECONDS: maxTokenLifetimeSeconds,
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});
export type TokensSettings = z.output<typeof tokensSettings>;

/** Settings of the command that asks for a rotation; it needs none of the service's secrets. */
export const rotationSettings = z.object({ DATABASE_URL: databaseUrl });
