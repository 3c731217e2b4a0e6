import { Controller } from '@nestjs/common';
import { listAuditEvents, type RequestOf } from '@postern/contracts';
import { HandlesRequest } from '@postern/messaging';
import { ListAuditEvents } from './list-audit-events.js';

@Controller()
export class AuditEventsController {
  constructor(private readonly listAuditEvents: ListAuditEvents) {}

  @HandlesRequest(listAuditEvents)
  list(query: RequestOf<typeof listAuditEvents>) {
    return this.listAuditEvents.execute(query);
  }
}
