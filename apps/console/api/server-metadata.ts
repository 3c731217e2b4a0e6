import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { send } from './send.js';

/** What integrators are to be told of the authorization server (RFC 8414): its addresses as the outside knows them. */
const serverMetadata = z.object({ issuer: z.string(), token_endpoint: z.string() });
export type ServerMetadata = z.output<typeof serverMetadata>;

export const serverMetadataQuery = queryOptions({
  queryKey: ['server-metadata'],
  queryFn: ({ signal }) =>
    send({ method: 'GET', path: '/.well-known/oauth-authorization-server', reply: serverMetadata, signal }),
  staleTime: Infinity,
});
