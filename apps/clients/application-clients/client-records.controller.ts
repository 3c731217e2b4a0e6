import { Controller } from '@nestjs/common';
import { findClientRecord, type RequestOf } from '@postern/contracts';
import { HandlesRequest } from '@postern/messaging';
import { FindClientRecord } from './find-client-record.js';

/** What the token service asks. */
@Controller()
export class ClientRecordsController {
  constructor(private readonly findClientRecord: FindClientRecord) {}

  @HandlesRequest(findClientRecord)
  find(query: RequestOf<typeof findClientRecord>) {
    return this.findClientRecord.execute(query.client_id);
  }
}
