import { z } from 'zod';
import { changedClient } from '../clients/client-events.js';
import { defineRequest } from '../define-request.js';

/**
 * The shortcut beside the event: asked right after the commit, so that the caller of a delete hears of it when
 * it holds. Every replica does it, so one that hangs does not matter; the event makes it certain.
 */
export const supersedeClientRecord = defineRequest({
  subject: 'tokens.supersede-client-record',
  askedBy: ['clients'],
  request: changedClient.extend({ deleted: z.boolean() }),
  reply: z.object({}),
  everyReplica: true,
});
