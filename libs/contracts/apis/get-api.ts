import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { api, apiId } from './api.js';

export const getApi = defineRequest({
  subject: 'clients.get-api',
  askedBy: ['gateway'],
  request: z.object({ api_id: apiId }),
  reply: api,
  failures: ['not_found'],
});
