import { Injectable } from '@nestjs/common';
import type { listAuditEvents, ReplyOf, RequestOf } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { ListPages, type ListOrder } from '../paging/list-pages.js';
import { AuditEventEntity, toAuditEvent } from './audit-event.entity.js';

type ListQuery = RequestOf<typeof listAuditEvents>;

/** What each filter asks of an event. */
const CONDITIONS = {
  actor_id: 'event.actor_id = :actor_id',
  action: 'event.action = :action',
  subject_id: 'event.subject_id = :subject_id',
  from: 'event.occurred_at >= :from',
  to: 'event.occurred_at < :to',
  request_id: 'event.request_id = :request_id',
} as const satisfies Partial<Record<keyof ListQuery, string>>;

/** One page of the audit log. */
@Injectable()
export class ListAuditEvents {
  constructor(
    private readonly database: Database,
    private readonly pages: ListPages,
  ) {}

  /** @throws Failure `invalid_request` for a cursor of another list */
  execute(query: ListQuery): Promise<ReplyOf<typeof listAuditEvents>> {
    return this.database.run((manager) => {
      const list = manager.createQueryBuilder(AuditEventEntity, 'event');
      for (const [name, condition] of Object.entries(CONDITIONS)) {
        const value = query[name as keyof typeof CONDITIONS];
        if (value !== undefined) list.andWhere(condition, { [name]: value });
      }
      return this.pages.read(list, orderOf(query), query, toAuditEvent);
    });
  }
}

function orderOf({ limit: _, cursor: __, order, ...filter }: ListQuery): ListOrder<AuditEventEntity> {
  return {
    list: `audit-event-list:${order}:${JSON.stringify(Object.entries(filter).sort())}`,
    key: 'event.occurred_at',
    id: 'event.sequence',
    descending: order === 'newest_first',
    keyFromCursor: 'CAST(:key AS timestamptz)',
    positionOf: ({ occurredAt, sequence }) => [occurredAt.toISOString(), sequence],
  };
}
