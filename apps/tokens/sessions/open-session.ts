import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Failure, type openSession, type ReplyOf, type RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientRecords } from '../client-records/client-records.js';
import { SignSessionToken } from './sign-session-token.js';

/** Begins the session of an administrator, whose password the client service has seen. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly records: ClientRecords,
    private readonly signSessionToken: SignSessionToken,
  ) {}

  /** @throws Failure `invalid_token` where there is no such administrator any more, `unavailable` */
  async execute(
    { administrator_id }: RequestOf<typeof openSession>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof openSession>> {
    const record = await this.records.findLatest(administrator_id, context);
    if (record?.status !== 'active') throw new Failure('invalid_token');
    const now = Math.floor(Date.now() / 1_000);
    return this.signSessionToken.execute(record, { id: randomUUID(), begunAt: now }, now);
  }
}
