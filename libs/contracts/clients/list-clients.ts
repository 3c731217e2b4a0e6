import { z } from 'zod';
import { applicationClient } from '../application-client.js';
import { defineRequest } from '../define-request.js';
import { pageOf, pageQuery } from '../paging.js';

export const CLIENT_SORT_ORDERS = ['created_at', '-created_at', 'name', '-name'] as const;

/** Query of the list of clients. */
export const clientListQuery = pageQuery.extend({
  search: z
    .string()
    .max(100, 'is longer than 100 characters')
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'holds a character that no name has')
    .optional(),
  sort: z.enum(CLIENT_SORT_ORDERS).default('-created_at'),
});

export const listClients = defineRequest({
  subject: 'clients.list',
  request: clientListQuery,
  reply: pageOf(applicationClient),
});
