import { Injectable } from '@nestjs/common';
import { CLIENT_ID, Failure, type ClientAuthentication, type ClientRecord } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientRecords } from '../client-records/client-records.js';
import { SecretVerifier } from './secret-verifier.js';
import { UseReports } from './use-reports.js';

/**
 * Client authentication (RFC 6749 §2.3). An unknown, disabled or deleted client and a wrong secret are refused
 * alike, so that nobody learns which clients exist.
 */
@Injectable()
export class AuthenticateClient {
  constructor(
    private readonly records: ClientRecords,
    private readonly secrets: SecretVerifier,
    private readonly uses: UseReports,
  ) {}

  /** @throws Failure `invalid_client`, or `unavailable` where it cannot be told */
  async execute(presented: ClientAuthentication, context: RequestContext): Promise<ClientRecord> {
    if (!CLIENT_ID.test(presented.client_id)) throw new Failure('invalid_client');
    const { record, digests } = await this.records.find(presented.client_id, context);
    const live = record === undefined ? [] : liveSecrets(record);
    const verdict = await this.secrets.verify(presented.client_secret, live, digests);
    if (verdict.digests) void this.records.keepDigests(presented.client_id, verdict.digests);
    if (record === undefined || verdict.proved === undefined || !isLive(verdict.proved)) {
      throw new Failure('invalid_client');
    }
    this.uses.note(record.client_id, verdict.proved.secret_id);
    return record;
  }
}

function liveSecrets(record: ClientRecord): ClientRecord['secrets'] {
  return record.status === 'active' ? record.secrets.filter(isLive) : [];
}

function isLive({ expires_at }: ClientRecord['secrets'][number]): boolean {
  return expires_at === null || Date.now() < Date.parse(expires_at);
}
