import { setting } from '@postern/config';
import { z } from 'zod';

/** How long administrators stay signed in to the console. */
export const sessionSettings = {
  SESSION_IDLE_SECONDS: setting(z.coerce.number().int().min(1).max(86_400).default(1_800), {
    description:
      'How long the session of an administrator goes on without being used, in seconds; never longer than `MAX_TOKEN_LIFETIME_SECONDS`.',
  }),
  SESSION_LIFETIME_SECONDS: setting(z.coerce.number().int().min(1).max(2_592_000).default(43_200), {
    description: 'How long it goes on at most, in seconds, however much it is used.',
  }),
};
