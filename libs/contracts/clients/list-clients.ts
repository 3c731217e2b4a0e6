import { z } from 'zod';
import { applicationClient, clientStatus } from '../application-client.js';
import { defineRequest } from '../define-request.js';
import { pageOf, pageQuery } from '../paging.js';
import { timestamp } from '../texts.js';

export const CLIENT_SORT_ORDERS = [
  'created_at',
  '-created_at',
  'name',
  '-name',
  'last_used_at',
  '-last_used_at',
] as const;

/** Days, as a query writes them; up to ten years. */
const days = z
  .union(
    [
      z.int(),
      z
        .string()
        .regex(/^\d{1,4}$/)
        .transform(Number),
    ],
    'is not a whole number',
  )
  .refine((value) => value >= 1 && value <= 3_650, 'is not from 1 to 3650')
  .meta({ type: 'integer', minimum: 1, maximum: 3_650 });

/** Query of the list of clients. */
export const clientListQuery = pageQuery.extend({
  search: z
    .string()
    .max(100, 'is longer than 100 characters')
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'holds a character that no name has')
    .optional(),
  sort: z.enum(CLIENT_SORT_ORDERS).default('-created_at').describe('Never used counts as longest ago.'),
  status: clientStatus.optional(),
  unused_for_days: days
    .optional()
    .describe('Active ones that were created, and last used if ever, more than so many days ago.'),
  secret_expires_within_days: days
    .optional()
    .describe('Those with a live secret that stops working within so many days.'),
});

/** A client, with what makes it stand out among many. */
const listedClient = applicationClient
  .extend({
    next_secret_expires_at: timestamp
      .nullable()
      .describe('When the next of its live secrets stops working; null where none does by itself.'),
  })
  .meta({ id: 'ListedApplicationClient' });
export type ListedClient = z.output<typeof listedClient>;

export const listClients = defineRequest({
  subject: 'clients.list',
  askedBy: ['gateway'],
  request: clientListQuery,
  reply: pageOf(listedClient),
});
