import { z } from 'zod';
import { actor } from '../actor.js';
import { AUDIT_ACTIONS, isAuditAction } from '../audit-actions.js';
import { defineRequest } from '../define-request.js';
import { moment } from '../moment.js';
import { pageOf, pageQuery } from '../paging.js';
import { timestamp } from '../texts.js';

const ACTIONS = Object.keys(AUDIT_ACTIONS).join(', ');

const wanted = z
  .string()
  .min(1, 'is empty')
  .max(255, 'is longer than 255 characters')
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'holds a character that no ID has');

const filter = {
  actor_id: wanted.optional(),
  action: z.string().refine(isAuditAction, `is none of ${ACTIONS}`).describe(`One of ${ACTIONS}.`).optional(),
  subject_id: wanted.optional(),
  /** The first moment that counts. */
  from: moment.optional(),
  /** The first moment that counts no more. */
  to: moment.optional(),
  request_id: wanted.optional(),
};

const isWindow = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  from === undefined || to === undefined || from < to;
const NO_WINDOW = { path: ['to'], message: 'is not later than from' };

/** Which audit events to export. */
export const auditEventFilter = z.strictObject(filter).refine(isWindow, NO_WINDOW);
export type AuditEventFilter = z.output<typeof auditEventFilter>;

/** Query of the list of audit events. */
export const auditListQuery = pageQuery.extend(filter).refine(isWindow, NO_WINDOW);

/** What was done, to what, by whom. */
export const auditEvent = z
  .object({
    event_id: z.uuid().meta({ examples: ['0b0ff1f5-5f5b-4c6b-9a3c-9d2f3c1d7a10'] }),
    occurred_at: timestamp,
    actor: actor.extend({ address: z.string().nullable() }),
    // No enum: a replica of an older version reads what a newer one has written.
    action: z
      .string()
      .meta({ description: `One of ${ACTIONS}, or of a later version.`, examples: ['api.created'] }),
    subject: z.object({ type: z.string(), id: z.string() }),
    request_id: z.string(),
    before: z.record(z.string(), z.unknown()).nullable().describe('What was kept of it before.'),
    after: z.record(z.string(), z.unknown()).nullable().describe('What was kept of it after.'),
    affected_clients: z
      .int()
      .nullable()
      .describe(
        'Of an API: how many application clients lost something with it. Each has an event of its own.',
      ),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.output<typeof auditEvent>;

export const AUDIT_ORDERS = ['newest_first', 'oldest_first'] as const;

export const listAuditEvents = defineRequest({
  subject: 'clients.list-audit-events',
  askedBy: ['gateway'],
  request: pageQuery
    .extend({ ...filter, order: z.enum(AUDIT_ORDERS).default('newest_first') })
    .refine(isWindow, NO_WINDOW),
  reply: pageOf(auditEvent),
});
