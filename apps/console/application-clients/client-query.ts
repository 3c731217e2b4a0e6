import { getClient, listSecrets } from '@postern/contracts';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/request.js';
import { CLIENTS_KEY } from './clients-query.js';

const pathTo = (clientId: string) => `/v1/application-clients/${encodeURIComponent(clientId)}`;

/** One client. */
export function clientQuery(clientId: string) {
  return queryOptions({
    queryKey: [...CLIENTS_KEY, 'one', clientId],
    queryFn: ({ signal }) =>
      request({ method: 'GET', path: pathTo(clientId), reply: getClient.reply, signal }),
  });
}

/** The live secrets of a client, without their values. */
export function secretsQuery(clientId: string) {
  return queryOptions({
    queryKey: [...CLIENTS_KEY, 'one', clientId, 'secrets'],
    queryFn: async ({ signal }) => {
      const path = `${pathTo(clientId)}/secrets`;
      return (await request({ method: 'GET', path, reply: listSecrets.reply, signal })).data;
    },
  });
}
