import { z } from 'zod';
import { timestamp } from '../texts.js';
import { administratorId } from '../administrators/administrator-id.js';
import { defineRequest } from '../define-request.js';

/** An administrator's session: an access token with the management audience, and how long it may go on. */
export const sessionToken = z.object({
  access_token: z.string(),
  /** Names the session through all of its tokens; 122 random bits. */
  session_id: z.string(),
  /** When it ends unless it is renewed. */
  expires_at: timestamp,
  /** When it ends whatever happens. */
  ends_at: timestamp,
});
export type SessionToken = z.output<typeof sessionToken>;

/** Begins a session. Asked by the client service alone, which has seen the password. */
export const openSession = defineRequest({
  subject: 'tokens.open-session',
  askedBy: ['clients'],
  request: z.object({ administrator_id: administratorId }),
  reply: sessionToken,
  failures: ['invalid_token'],
});

/** The next token of a session that is alive. */
export const renewSession = defineRequest({
  subject: 'tokens.renew-session',
  askedBy: ['gateway'],
  request: z.object({ token: z.string() }),
  reply: sessionToken,
  failures: ['invalid_token'],
});

/** Ends a session with all of its tokens. What is no living session is none to end, and no failure. */
export const endSession = defineRequest({
  subject: 'tokens.end-session',
  askedBy: ['gateway'],
  request: z.object({ token: z.string(), address: z.string().max(45) }),
  reply: z.object({}),
});
