import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CLIENT_ID, Failure, type ClientAuthentication, type ClientRecord } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientRecords } from '../client-records/client-records.js';
import { SecretVerifier } from './secret-verifier.js';
import { UseReports } from './use-reports.js';

/** Refusals are answered after a whole number of these; milliseconds. Above what looking up an unknown client takes. */
const REFUSAL_STEP_MS = 20;

/**
 * Client authentication (RFC 6749 §2.3). An unknown, disabled or deleted client and a wrong secret are refused
 * alike, and as quickly, so that nobody learns which clients exist.
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
    const begun = Date.now();
    try {
      return await this.authenticate(presented, context);
    } catch (error) {
      // How long it took says what was looked at: whether there is such a client, and how far it came.
      const over = (Date.now() - begun) % REFUSAL_STEP_MS;
      await delay(REFUSAL_STEP_MS - over);
      throw error;
    }
  }

  private async authenticate(presented: ClientAuthentication, context: RequestContext) {
    if (!CLIENT_ID.test(presented.client_id)) throw new Failure('invalid_client');
    const { record, digests } = await this.records.find(presented.client_id, context);
    const live = record === undefined ? [] : liveSecrets(record);
    const verdict = await this.secrets.verify(presented.client_secret, live, digests);
    if (record === undefined || verdict.proved === undefined) throw new Failure('invalid_client');
    const proved = verdict.proved.secret_id;
    if (verdict.digests === undefined) return this.accept(record, proved);
    // argon2 takes long, and longer where others wait: what holds now counts, not what held before.
    void this.records.keepDigests(presented.client_id, verdict.digests);
    const { record: present } = await this.records.find(presented.client_id, context);
    return this.accept(present, proved);
  }

  /** @throws Failure `invalid_client` where the secret does not count any more */
  private accept(record: ClientRecord | undefined, secretId: string): ClientRecord {
    const secret = record && liveSecrets(record).find(({ secret_id }) => secret_id === secretId);
    if (record === undefined || secret === undefined) throw new Failure('invalid_client');
    this.uses.note(record.client_id, secretId);
    return record;
  }
}

function liveSecrets(record: ClientRecord): ClientRecord['secrets'] {
  return record.status === 'active' ? record.secrets.filter(isLive) : [];
}

function isLive({ expires_at }: ClientRecord['secrets'][number]): boolean {
  return expires_at === null || Date.now() < Date.parse(expires_at);
}
