import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { pageOf, pageQuery } from '../paging.js';
import { api } from './api.js';

/** Query of the list of APIs, which is in the order of their names. */
export const apiListQuery = pageQuery.extend({
  /** The API with this audience alone. */
  audience: z.string().max(255, 'is longer than 255 characters').optional(),
});

export const listApis = defineRequest({
  subject: 'clients.list-apis',
  askedBy: ['gateway'],
  request: apiListQuery,
  reply: pageOf(api),
});
