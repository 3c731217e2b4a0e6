import { DAY_MS } from '../elements/times.js';

/** Windows of time that end now, to choose from. */
export const WINDOWS = [
  { value: 'hour', label: 'Last hour', lengthMs: DAY_MS / 24 },
  { value: 'day', label: 'Last 24 hours', lengthMs: DAY_MS },
  { value: 'week', label: 'Last 7 days', lengthMs: 7 * DAY_MS },
  { value: 'month', label: 'Last 30 days', lengthMs: 30 * DAY_MS },
] as const;

/** A moment as an input of the browser takes it: local, to the minute. Empty where there is none. */
export function toInput(moment: string | undefined): string {
  if (moment === undefined) return '';
  const date = new Date(moment);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** What stands in such an input, as the API takes it; `undefined` where it is no time. */
export function fromInput(text: string): string | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
