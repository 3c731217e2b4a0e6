import { z } from 'zod';
import { timestamp } from '../texts.js';
import { defineEvent } from '../define-event.js';
import { tokenSubject } from './token-subject.js';

/** Which state of the client this is about; a delete counts as one more version. */
export const clientVersion = z.object({ client_id: tokenSubject, version: z.int().positive() });
export type ClientVersion = z.output<typeof clientVersion>;

/**
 * A change of a client that was there before. When it occurred is for figures alone, how soon it took effect, and absent
 * where a publisher of before does not say.
 */
export const changedClient = clientVersion.extend({ occurred_at: timestamp.optional() });
export type ChangedClient = z.output<typeof changedClient>;

const key = (event: ClientVersion) => event.client_id;

export const clientCreated = defineEvent({
  subject: 'events.clients.client.created',
  heardBy: ['tokens'],
  payload: clientVersion,
  key,
});

export const clientUpdated = defineEvent({
  subject: 'events.clients.client.updated',
  heardBy: ['tokens'],
  payload: changedClient,
  key,
});

export const clientDeleted = defineEvent({
  subject: 'events.clients.client.deleted',
  heardBy: ['tokens'],
  payload: changedClient,
  key,
});

/** Every change that was committed before `complete_until` stands before this event in the stream. */
export const clientsHeartbeat = defineEvent({
  subject: 'events.clients.heartbeat',
  heardBy: ['tokens'],
  payload: z.object({ complete_until: timestamp }),
  key: () => 'heartbeat',
});
