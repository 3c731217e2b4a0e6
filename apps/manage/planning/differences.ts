import { isDeepStrictEqual } from 'node:util';
import type { Fields } from '../kinds.js';

/** A field that is to change. */
export interface Difference {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** In what the existing thing is not as declared. Lists are sets: their order says nothing. */
export function differences(existing: Fields, declared: Fields): Difference[] {
  return Object.entries(declared)
    .filter(([field, to]) => field in existing && !isSame(existing[field], to))
    .map(([field, to]) => ({ field, from: existing[field], to }));
}

export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(canonical(one), canonical(other));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => JSON.stringify(canonical(one))).sort();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, canonical(one)]));
}
