import { useAddress, type AddressControl } from '../elements/use-address.js';
import { listQuery, type ListQuery } from './list-query.js';

export type ListControl = AddressControl<ListQuery>;

/** The list that the address asks for. */
export function useListQuery(): ListControl {
  return useAddress(listQuery);
}
