import { getClient, listSecrets } from '@postern/contracts';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/request.js';
import { CLIENTS_KEY } from './clients-query.js';

/** One client. */
export function clientQuery(clientId: string) {
  return queryOptions({
    queryKey: [...CLIENTS_KEY, 'one', clientId],
    queryFn: ({ signal }) =>
      request({ method: 'GET', path: clientPath(clientId), reply: getClient.reply, signal }),
  });
}

/** The live secrets of a client, without their values. */
export function secretsQuery(clientId: string) {
  return queryOptions({
    queryKey: [...CLIENTS_KEY, 'one', clientId, 'secrets'],
    queryFn: async ({ signal }) => {
      const path = `${clientPath(clientId)}/secrets`;
      return (await request({ method: 'GET', path, reply: listSecrets.reply, signal })).data;
    },
  });
}

/** Where the management API has it. */
export function clientPath(clientId: string): string {
  return `/v1/application-clients/${encodeURIComponent(clientId)}`;
}
