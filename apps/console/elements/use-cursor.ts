import { useSearchParams } from 'react-router';

/** Which page of a list the address asks for; `undefined` for the first. */
export function useCursor(): string | undefined {
  return useSearchParams()[0].get('cursor') ?? undefined;
}
