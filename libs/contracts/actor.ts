import { z } from 'zod';

/** Who asks for a change, for the audit log. */
export const actor = z.object({
  type: z.enum(['client', 'administrator', 'system']),
  id: z.string(),
  /** Address that the request came from; absent for the system itself. */
  address: z.string().optional(),
});
export type Actor = z.output<typeof actor>;
