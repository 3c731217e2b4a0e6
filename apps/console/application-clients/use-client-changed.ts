import type { ApplicationClient } from '@postern/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { clientQuery, secretsQuery } from './client-query.js';
import { CLIENTS_KEY } from './clients-query.js';

/** Has all that shows a client read it again; what is known of it now is shown until then. */
export function useClientChanged(clientId: string): (client?: ApplicationClient) => Promise<void> {
  const queries = useQueryClient();
  return async (client) => {
    if (client !== undefined) queries.setQueryData(clientQuery(clientId).queryKey, client);
    void queries.invalidateQueries({ queryKey: [...CLIENTS_KEY, 'list'] });
    void queries.invalidateQueries({ queryKey: ['audit-events'] });
    await Promise.all([
      queries.invalidateQueries({ ...clientQuery(clientId), exact: true }),
      queries.invalidateQueries(secretsQuery(clientId)),
    ]);
  };
}
