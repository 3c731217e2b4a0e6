import { Controller } from '@nestjs/common';
import { listAuditEvents, recordTokenChanges, type RequestOf } from '@postern/contracts';
import { HandlesRequest } from '@postern/messaging';
import { ListAuditEvents } from './list-audit-events.js';
import { RecordTokenChanges } from './record-token-changes.js';

@Controller()
export class AuditEventsController {
  constructor(
    private readonly listAuditEvents: ListAuditEvents,
    private readonly recordTokenChanges: RecordTokenChanges,
  ) {}

  @HandlesRequest(listAuditEvents)
  list(query: RequestOf<typeof listAuditEvents>) {
    return this.listAuditEvents.execute(query);
  }

  @HandlesRequest(recordTokenChanges)
  async record({ changes }: RequestOf<typeof recordTokenChanges>) {
    await this.recordTokenChanges.execute(changes);
    return {};
  }
}
