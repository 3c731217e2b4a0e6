import { z } from 'zod';
import { administratorId } from '../administrators/administrator-id.js';
import { clientId } from '../client-id.js';

/**
 * Whoever has tokens: an application client, or an administrator, who to the token service is a client without secrets or
 * keys. So one mechanism ends the tokens of both.
 */
export const tokenSubject = z.union([clientId, administratorId]);
