import type { ApplicationClient } from '@postern/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError, mayHaveHappened } from '../../api/api-error.js';
import { nothing } from '../../api/nothing.js';
import { request } from '../../api/request.js';
import { clientPath, clientQuery } from '../client-query.js';
import { CLIENTS_KEY } from '../clients-query.js';

/** Deletes a client in the version that one has seen. Where it is gone already, that is what was wanted. */
export function useDeletion(client: ApplicationClient, onDeleted: (told: string) => void) {
  const queries = useQueryClient();
  const isRepeated = useRef(false);
  const { client_id, name, version } = client;
  const done = `${name} is deleted. It is refused everywhere: it gets no token any more, and those that it had have ended.`;

  const deletion = useMutation({
    mutationFn: async () => {
      try {
        const path = clientPath(client_id);
        await request({ method: 'DELETE', path, reply: nothing, expectedVersion: version });
        return done;
      } catch (error) {
        const { code } = ApiError.from(error);
        if (code === 'not_found') {
          // With an answer that got lost before, it was this very deletion.
          return isRepeated.current ? done : `${name} had been deleted already.`;
        }
        isRepeated.current ||= mayHaveHappened(error);
        // Whoever confirms again confirms it as it is then.
        if (code === 'version_conflict') await queries.invalidateQueries(clientQuery(client_id));
        throw error;
      }
    },
    onSuccess: (told) => {
      onDeleted(told);
      queries.removeQueries(clientQuery(client_id));
      void queries.invalidateQueries({ queryKey: CLIENTS_KEY });
    },
  });
  return { start: () => deletion.mutate(), isPending: deletion.isPending, error: deletion.error };
}
