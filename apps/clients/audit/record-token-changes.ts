import { Injectable } from '@nestjs/common';
import type { TokenChange } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { AuditLog } from './audit-log.js';

/** Writes what the token service changed into the audit log: all of it or nothing, and each change once. */
@Injectable()
export class RecordTokenChanges {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async execute(changes: readonly TokenChange[]): Promise<void> {
    const entries = changes.map(({ event_id, subject_id, request_id, ...change }) => ({
      ...change,
      eventId: event_id,
      subjectId: subject_id,
      requestId: request_id,
    }));
    await this.database.transaction((manager) => this.audit.recordAll(manager, entries));
  }
}
