/** By so much clocks differ, and the page's own may be behind: what is so little ahead has just been. */
const SKEW = 35_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY_MS = 24 * HOUR;

/** From the longest; each counts from one of its own on. */
const UNITS = [
  ['year', 365 * DAY_MS],
  ['month', 30 * DAY_MS],
  ['day', DAY_MS],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });

/** How far `time` is from `now`, both in milliseconds: `3 days ago`, `in 2 hours`, `just now`. */
export function relativeTime(time: number, now: number): string {
  const distance = time - now;
  const unit = UNITS.find(([, length]) => Math.abs(distance) >= length);
  if (unit === undefined) return distance > SKEW ? 'in less than a minute' : 'just now';
  const [name, length] = unit;
  return relative.format(Math.trunc(distance / length), name);
}

/** The moment itself, in the time zone of whoever looks. */
export function exactTime(time: number): string {
  return exact.format(time);
}
