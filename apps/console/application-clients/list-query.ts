import { clientListQuery } from '@postern/contracts';
import { type z } from 'zod';
import { readAddress } from '../elements/address.js';

/** What the address of the list says, in the API's own words. */
const addressed = clientListQuery.omit({ limit: true });
export type ListQuery = z.output<typeof addressed>;

/** A client is marked, and found by the filter, when nobody used it for so many days. */
export const UNUSED_DAYS = 90;
/** A secret is marked, and found by the filter, when it ends within so many days. */
export const EXPIRING_DAYS = 14;

/** What an address asks for; what is wrong in it counts as absent. */
export function listQuery(parameters: URLSearchParams): ListQuery {
  return addressed.parse(readAddress(addressed.shape, parameters));
}

/** Whether something is left out of the list. */
export function isFiltered({ sort: _, cursor: __, ...filters }: ListQuery): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}
