import {
  databasePoolSize,
  databaseSettings,
  jwksUriAllowPrivate,
  keyEncryptionKey,
  logFormat,
  logLevel,
  monitoringSettings,
  natsSettings,
  previousKeyEncryptionKey,
  tracingSettings,
} from '@postern/config';
import { z } from 'zod';
import { signInLimitSettings } from './sign-in-limits/limit-settings.js';

/** Settings of the client service. */
export const clientsSettings = z.object({
  ...natsSettings,
  ...databaseSettings,
  DATABASE_POOL_SIZE: databasePoolSize,
  KEY_ENCRYPTION_KEY: keyEncryptionKey,
  KEY_ENCRYPTION_KEY_PREVIOUS: previousKeyEncryptionKey,
  JWKS_URI_ALLOW_PRIVATE: jwksUriAllowPrivate,
  ...signInLimitSettings,
  ...monitoringSettings,
  ...tracingSettings('clients'),
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});
export type ClientsSettings = z.output<typeof clientsSettings>;
