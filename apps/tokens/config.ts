import {
  databasePoolSize,
  databaseSettings,
  issuer,
  jwksUriAllowPrivate,
  keyEncryptionKey,
  keySetMaxAgeSeconds,
  logFormat,
  logLevel,
  maxTokenLifetimeSeconds,
  monitoringSettings,
  natsSettings,
  previousKeyEncryptionKey,
  redisSettings,
  setting,
  signingAlgorithm,
  tracingSettings,
} from '@postern/config';
import { z } from 'zod';
import { limitSettings } from './limits/limit-settings.js';
import { sessionSettings } from './sessions/session-settings.js';

/** Settings of the token service. */
export const tokensSettings = z.object({
  ...natsSettings,
  ...databaseSettings,
  DATABASE_POOL_SIZE: databasePoolSize,
  ...redisSettings,
  ISSUER: issuer,
  KEY_ENCRYPTION_KEY: keyEncryptionKey,
  KEY_ENCRYPTION_KEY_PREVIOUS: previousKeyEncryptionKey,
  SIGNING_ALGORITHM: signingAlgorithm,
  SIGNING_KEY_ROTATION_DAYS: setting(z.coerce.number().int().min(0).max(3_650).default(90), {
    description: 'How long a signing key is active before the next one replaces it; 0 for never by itself.',
  }),
  KEY_SET_MAX_AGE_SECONDS: keySetMaxAgeSeconds,
  MAX_TOKEN_LIFETIME_SECONDS: maxTokenLifetimeSeconds,
  JWKS_URI_ALLOW_PRIVATE: jwksUriAllowPrivate,
  ...limitSettings,
  ...sessionSettings,
  ...monitoringSettings,
  ...tracingSettings('tokens'),
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});
export type TokensSettings = z.output<typeof tokensSettings>;

/** Settings of the command that asks for a rotation; it needs none of the service's secrets. */
export const rotationSettings = z.object(databaseSettings);
