import {
  databaseUrl,
  issuer,
  keyEncryptionKey,
  logFormat,
  logLevel,
  natsUrl,
  redisUrl,
} from '@postern/config';
import { z } from 'zod';

/** Settings of the token service. */
export const tokensSettings = z.object({
  NATS_URL: natsUrl,
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
  ISSUER: issuer,
  KEY_ENCRYPTION_KEY: keyEncryptionKey,
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});
export type TokensSettings = z.output<typeof tokensSettings>;
