import { z } from 'zod';
import type { FailureDetails } from './failure.js';
import { limit, rateLimit } from './tokens/rate-limit.js';

/** What crosses NATS of a failure beside its code: what callers are told, and what the edge needs to tell it. */
export const wireFailure = z.object({
  message: z.string(),
  fields: z
    .array(z.object({ field: z.string(), message: z.string() }))
    .readonly()
    .optional(),
  retryAfterSeconds: z.int().nonnegative().optional(),
  // A label of a metric: one that a later release has added is none here.
  limit: limit.optional().catch(undefined),
  rateLimits: z.array(rateLimit).readonly().optional(),
  affectedClients: z.int().nonnegative().optional(),
}) satisfies z.ZodType<FailureDetails>;
export type WireFailure = z.output<typeof wireFailure>;
