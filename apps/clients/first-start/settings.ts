import { databaseSettings, issuer, logFormat, logLevel, secretSetting, setting } from '@postern/config';
import { CLIENT_ID, email, isWellFormedClientSecret, newPassword } from '@postern/contracts';
import { z } from 'zod';

/** Settings of the first start. What is not set is made up, and stands in the file. */
export const firstStartSettings = z.object({
  ...databaseSettings,
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
  ADMIN_EMAIL: setting(email.optional(), { description: 'Email of the first administrator.' }),
  ADMIN_PASSWORD: secretSetting(
    newPassword.optional(),
    'Password of the first administrator: 12 to 200 characters that are not easy to guess.',
  ),
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});
export type FirstStartSettings = z.output<typeof firstStartSettings>;
