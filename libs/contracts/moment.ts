import { z } from 'zod';

/** What Postgres and ISO 8601 write in four digits. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * A time from outside, RFC 3339 with any offset, as UTC to the millisecond. Parts of a millisecond are rounded up,
 * so that of times to the millisecond the same are before it.
 */
export const moment = z.iso
  .datetime({
    offset: true,
    error: 'is not a time of RFC 3339, as 2026-01-31T00:00:00Z; in a URL write + as %2B',
  })
  .max(100, 'is longer than 100 characters')
  .transform((text) => Date.parse(text) + (/\.\d{3}\d*[1-9]/.test(text) ? 1 : 0))
  .refine((time) => time >= FIRST && time <= LAST, 'is not between the years 1 and 9999')
  .transform((time) => new Date(time).toISOString());
