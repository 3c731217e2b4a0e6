import { z } from 'zod';
import { actor } from '../actor.js';
import { defineRequest } from '../define-request.js';
import { listSigningKeys } from './list-signing-keys.js';

/** Begins a rotation of the signing key, unless one is under way; says what there is then. */
export const rotateSigningKey = defineRequest({
  subject: 'tokens.rotate-signing-key',
  askedBy: ['gateway'],
  request: z.object({ actor }),
  reply: listSigningKeys.reply,
});
