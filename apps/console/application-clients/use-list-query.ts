import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { listQuery, withChange, type ListChange, type ListQuery } from './list-query.js';

/** What the list shows. `change` begins another list, `replace` one that is no step to go back to. */
export interface ListControl {
  readonly query: ListQuery;
  readonly change: (to: ListChange, options?: { replace?: boolean }) => void;
}

/** The list in the address, so that a link and the back button work. */
export function useListQuery(): ListControl {
  const [parameters, setParameters] = useSearchParams();
  const query = useMemo(() => listQuery(parameters), [parameters]);
  return {
    query,
    change: (to, { replace = false } = {}) =>
      setParameters((before) => withChange(before, to), { replace, preventScrollReset: true }),
  };
}
