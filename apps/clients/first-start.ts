import 'reflect-metadata';
import {
  databaseUrl,
  issuer,
  loadConfigOrExit,
  logFormat,
  logLevel,
  secretSetting,
  setting,
} from '@postern/config';
import { CLIENT_ID, isWellFormedClientSecret } from '@postern/contracts';
import { createLogger } from '@postern/observability';
import { Database, dataSourceOptions, Outbox } from '@postern/persistence';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { ClientRegistration } from './application-clients/client-registration.js';
import { AuditLog } from './audit/audit-log.js';
import { AdminFile } from './first-start/admin-file.js';
import { FirstStart } from './first-start/first-start.js';
import { clientsSchema } from './schema.js';
import { SecretHasher } from './secrets/secret-hasher.js';

/** Settings of the first start. What is not set is made up, and stands in the file. */
export const firstStartSettings = z.object({
  DATABASE_URL: databaseUrl,
  ISSUER: issuer,
  ADMIN_FILE: setting(z.string(), {
    description: 'File that the first credentials are written to, mode 0600.',
  }),
  ADMIN_CLIENT_ID: setting(
    z.string().regex(CLIENT_ID, 'is not of the form pcl_… with 22 letters and digits').optional(),
    {
      description: 'Client ID of the first client.',
    },
  ),
  ADMIN_CLIENT_SECRET: secretSetting(
    z.string().refine(isWellFormedClientSecret, 'is not a client secret with its checksum').optional(),
    'Secret of the first client.',
  ),
  ADMIN_EMAIL: setting(z.email().optional(), { description: 'Email of the first administrator.' }),
  ADMIN_PASSWORD: secretSetting(
    z.string().min(12, 'is shorter than 12 characters').optional(),
    'Password of the first administrator.',
  ),
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});

const settings = loadConfigOrExit(firstStartSettings);
const logger = createLogger({ service: 'clients', level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const dataSource = await new DataSource(dataSourceOptions(clientsSchema(settings.DATABASE_URL))).initialize();
try {
  const audit = new AuditLog();
  const hasher = new SecretHasher();
  const registration = new ClientRegistration(hasher, audit, new Outbox());
  const file = new AdminFile(settings.ADMIN_FILE, settings.ISSUER);
  const given = {
    ...(settings.ADMIN_CLIENT_ID && { client_id: settings.ADMIN_CLIENT_ID }),
    ...(settings.ADMIN_CLIENT_SECRET && { client_secret: settings.ADMIN_CLIENT_SECRET }),
    ...(settings.ADMIN_EMAIL && { email: settings.ADMIN_EMAIL }),
    ...(settings.ADMIN_PASSWORD && { password: settings.ADMIN_PASSWORD }),
  };
  const firstStart = new FirstStart(new Database(dataSource), registration, hasher, audit);
  const wasFirst = await firstStart.execute(given, (credentials) => file.write(credentials));
  if (wasFirst) logger.info('first credentials written');
  else await file.updateIssuer();
} finally {
  await dataSource.destroy();
}
