import { z } from 'zod';

/** What is left of one limit on requests, counted in fixed windows. */
export const rateLimit = z.object({
  /** Whose requests are counted. */
  policy: z.enum(['client', 'address']),
  /** Requests that a window allows. */
  quota: z.int().positive(),
  window_seconds: z.int().positive(),
  remaining: z.int().nonnegative(),
  /** Until the window ends. */
  reset_seconds: z.int().nonnegative(),
});
export type RateLimit = z.output<typeof rateLimit>;

/** What may be over its limit when a request is refused with 429. */
export const limit = z.enum([
  'failures_of_client_at_address',
  'failures_of_email_at_address',
  'failures_of_address',
  'requests_of_client',
  'requests_of_address',
]);
export type Limit = z.output<typeof limit>;
