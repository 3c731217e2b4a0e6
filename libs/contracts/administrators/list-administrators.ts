import { defineRequest } from '../define-request.js';
import { pageOf, pageQuery } from '../paging.js';
import { administrator } from './administrator.js';

/** In the order of their emails. */
export const listAdministrators = defineRequest({
  subject: 'clients.list-administrators',
  askedBy: ['gateway'],
  request: pageQuery,
  reply: pageOf(administrator),
});
