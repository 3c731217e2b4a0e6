import { clientListQuery } from '@postern/contracts';
import { type z } from 'zod';

/** What the address of the list says, in the API's own words. */
const addressed = clientListQuery.omit({ limit: true });
export type ListQuery = z.output<typeof addressed>;

/** A client is marked, and found by the filter, when nobody used it for so many days. */
export const UNUSED_DAYS = 90;
/** A secret is marked, and found by the filter, when it ends within so many days. */
export const EXPIRING_DAYS = 14;

/** What an address asks for; what is wrong in it counts as absent. */
export function listQuery(parameters: URLSearchParams): ListQuery {
  const right = Object.entries(addressed.shape).flatMap(([name, schema]) => {
    const value = parameters.get(name);
    return value !== null && value !== '' && schema.safeParse(value).success ? [[name, value]] : [];
  });
  return addressed.parse(Object.fromEntries(right));
}

export type ListChange = Partial<Record<keyof ListQuery, string | undefined>>;

/** The address of the first page of another list: `undefined` takes a filter away. */
export function withChange(parameters: URLSearchParams, change: ListChange): URLSearchParams {
  const changed = new URLSearchParams(parameters);
  changed.delete('cursor');
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') changed.delete(name);
    else changed.set(name, value);
  }
  return changed;
}

/** Whether something is left out of the list. */
export function isFiltered({ sort: _, cursor: __, ...filters }: ListQuery): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}
