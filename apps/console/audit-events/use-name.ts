import { ADMINISTRATOR_ID, API_ID, CLIENT_ID } from '@postern/contracts';
import { useQuery } from '@tanstack/react-query';
import { administratorQuery } from '../administrators/administrators-query.js';
import { fullName } from '../administrators/full-name.js';
import { apiQuery } from '../apis/apis-query.js';
import { clientQuery } from '../application-clients/client-query.js';

/** Names seldom change, and a list has many. */
const GOOD_FOR_MS = 300_000;

/** What is called by this ID now; `undefined` for what is gone, or has no name. */
export function useName(id: string): string | undefined {
  const options = { staleTime: GOOD_FOR_MS, refetchOnWindowFocus: false } as const;
  const person = useQuery({
    ...administratorQuery(id),
    ...options,
    enabled: ADMINISTRATOR_ID.test(id),
  });
  const client = useQuery({ ...clientQuery(id), ...options, enabled: CLIENT_ID.test(id) });
  const api = useQuery({ ...apiQuery(id), ...options, enabled: API_ID.test(id) });
  return person.data ? fullName(person.data) : (client.data ?? api.data)?.name;
}
