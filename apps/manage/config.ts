import { secretSetting, setting } from '@postern/config';
import { z } from 'zod';

/** Settings of the program that makes Postern as files declare it. */
export const manageSettings = z.object({
  POSTERN_URL: setting(
    z
      .url({ protocol: /^https?$/, error: 'is not a URL that starts with http:// or https://' })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
    { description: 'URL of the gateway. This and the next two are set together, or none of them.' },
  ),
  POSTERN_CLIENT_ID: setting(z.string().optional(), {
    description:
      'Client that the program runs as: with the scopes `clients:read` and `apis:read` to export and to plan, `clients:write` and `apis:write` too to apply.',
  }),
  POSTERN_CLIENT_SECRET: secretSetting(z.string().optional(), 'Its secret.'),
  POSTERN_HOME: setting(z.string().default('.postern'), {
    description: 'Folder of the `admin.json` that holds all three where none of them is set.',
  }),
});
export type ManageSettings = z.output<typeof manageSettings>;
