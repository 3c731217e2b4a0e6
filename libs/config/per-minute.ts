import { z } from 'zod';
import { setting } from './setting.js';

/** How often something may happen within a minute. */
export function perMinute(unlessSet: number, description: string) {
  return setting(z.coerce.number().int().min(0).max(1_000_000).default(unlessSet), {
    description: `${description} 0 for no limit (docs/limits.md).`,
  });
}
