import { Controller } from '@nestjs/common';
import {
  clientCreated,
  clientDeleted,
  clientUpdated,
  supersedeClientRecord,
  type ChangedClient,
  type ClientVersion,
  type RequestOf,
} from '@postern/contracts';
import { HandlesEvent, HandlesRequest } from '@postern/messaging';
import { ClientRecords } from './client-records.js';

/** What ends a client record: events, which are certain, and the request beside them, which is quick. */
@Controller()
export class ClientChangesController {
  constructor(private readonly records: ClientRecords) {}

  @HandlesEvent(clientCreated)
  created(event: ClientVersion) {
    return this.records.supersede(event, false);
  }

  @HandlesEvent(clientUpdated)
  updated(event: ChangedClient) {
    return this.records.supersede(event, false);
  }

  @HandlesEvent(clientDeleted)
  deleted(event: ChangedClient) {
    return this.records.supersede(event, true);
  }

  @HandlesRequest(supersedeClientRecord)
  async supersede({ deleted, ...change }: RequestOf<typeof supersedeClientRecord>) {
    await this.records.supersede(change, deleted);
    return {};
  }
}
