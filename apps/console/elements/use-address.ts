import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { withChange } from './address.js';

/** What a list shows. `change` begins another list, `replace` one that is no step to go back to. */
export interface AddressControl<Query> {
  readonly query: Query;
  readonly change: (
    to: { readonly [Name in keyof Query]?: string | undefined },
    options?: { replace?: boolean },
  ) => void;
}

/** A list in the address, so that a link and the back button work. `read` stays the same. */
export function useAddress<Query>(read: (parameters: URLSearchParams) => Query): AddressControl<Query> {
  const [parameters, setParameters] = useSearchParams();
  const query = useMemo(() => read(parameters), [read, parameters]);
  return {
    query,
    change: (to, { replace = false } = {}) => {
      // Not what was rendered last, which lags behind two changes that come fast.
      const now = new URLSearchParams(window.location.search);
      setParameters(withChange(now, to), { replace, preventScrollReset: true });
    },
  };
}
