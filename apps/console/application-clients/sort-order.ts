import type { ListQuery } from './list-query.js';

export type SortOrder = ListQuery['sort'];
export type SortField = Exclude<SortOrder, `-${string}`>;

/** What the list can be ordered by, with both directions in words. */
export const SORTABLE: readonly {
  readonly field: SortField;
  readonly ascending: string;
  readonly descending: string;
}[] = [
  { field: 'created_at', ascending: 'Oldest first', descending: 'Newest first' },
  { field: 'name', ascending: 'Name, A to Z', descending: 'Name, Z to A' },
  { field: 'last_used_at', ascending: 'Unused longest first', descending: 'Used last first' },
];

export function directionOf(order: SortOrder, field: SortField): 'ascending' | 'descending' | undefined {
  if (order === field) return 'ascending';
  return order === `-${field}` ? 'descending' : undefined;
}

/** What a click on the head of a column asks for: names from A first, times from the latest; then the other way. */
export function nextOrder(order: SortOrder, field: SortField): SortOrder {
  const first: SortOrder = field === 'name' ? 'name' : `-${field}`;
  if (order !== first) return first;
  return field === 'name' ? '-name' : field;
}
