import { z } from 'zod';
import { timestamp } from '../texts.js';
import { administrator } from './administrator.js';

/** What the console may know of its session. The session's token itself stays in a cookie that script cannot read. */
export const session = z
  .object({
    administrator,
    csrf_token: z.string().describe('Goes with every write, as `X-CSRF-Token`.'),
    expires_at: timestamp.describe('When it ends unless it is used.'),
    ends_at: timestamp.describe('When it ends in any case.'),
  })
  .meta({ id: 'Session' });
export type Session = z.output<typeof session>;
