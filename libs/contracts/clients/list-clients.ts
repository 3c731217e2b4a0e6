import { z } from 'zod';
import { applicationClient } from '../application-client.js';
import { defineRequest } from '../define-request.js';

export const CLIENT_SORT_ORDERS = ['created_at', '-created_at', 'name', '-name'] as const;

/** Query of a list. A `limit` beyond the maximum is capped (checklist 36). */
export const clientListQuery = z.strictObject({
  limit: z
    .union(
      [
        z.int(),
        z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number),
      ],
      'is not a whole number',
    )
    .refine((limit) => limit >= 1, 'is less than 1')
    .transform((limit) => Math.min(limit, 200))
    .default(50),
  cursor: z.string().max(2000, 'is not a cursor of this list').optional(),
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
  reply: z.object({ data: z.array(applicationClient), next_cursor: z.string().nullable() }),
});
