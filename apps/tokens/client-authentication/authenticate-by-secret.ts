import { Injectable } from '@nestjs/common';
import { CLIENT_ID, Failure, type ClientRecord, type PresentedSecret } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientRecords } from '../client-records/client-records.js';
import { mayComeFrom } from './allowed-addresses.js';
import { AuthenticationMetrics, REASONS, type Reason } from './authentication-metrics.js';
import { SecretVerifier } from './secret-verifier.js';
import { UseReports } from './use-reports.js';

/**
 * Client authentication with a secret (RFC 6749 §2.3.1). An unknown, disabled or deleted client, one that has keys in
 * place of secrets, one that must not come from there, and a wrong secret are refused alike, so that nobody
 * learns which clients exist; the reason is for the log alone.
 */
@Injectable()
export class AuthenticateBySecret {
  constructor(
    private readonly records: ClientRecords,
    private readonly secrets: SecretVerifier,
    private readonly uses: UseReports,
    private readonly metrics: AuthenticationMetrics,
  ) {}

  /** @throws Failure `invalid_client`, or `unavailable` where it cannot be told */
  async execute(presented: PresentedSecret, address: string, context: RequestContext): Promise<ClientRecord> {
    if (!CLIENT_ID.test(presented.client_id)) throw this.refusal('malformed_id');
    const { record, digests } = await this.records.find(presented.client_id, context);
    const live = record === undefined ? [] : liveSecrets(record, address);
    const verdict = await this.secrets.verify(presented.client_secret, live, digests);
    if (record === undefined || verdict.proved === undefined) throw this.refusal(reasonFor(record, address));
    const proved = verdict.proved.secret_id;
    if (verdict.digests === undefined) return this.accept(record, proved, address);
    // argon2 takes long, and longer where others wait: what holds now counts, not what held before.
    void this.records.keepDigests(presented.client_id, verdict.digests, context);
    const { record: present } = await this.records.find(presented.client_id, context);
    return this.accept(present, proved, address);
  }

  /** @throws Failure `invalid_client` where the secret does not count any more */
  private accept(record: ClientRecord | undefined, secretId: string, address: string): ClientRecord {
    const secret = record && liveSecrets(record, address).find(({ secret_id }) => secret_id === secretId);
    if (record === undefined || secret === undefined) throw this.refusal(reasonFor(record, address));
    this.metrics.bySecret('proved');
    this.uses.note(record.client_id, secretId);
    return record;
  }

  private refusal(reason: Reason): Failure {
    this.metrics.bySecret(reason);
    return new Failure('invalid_client', { internal: REASONS[reason] });
  }
}

/** Those that count from there. */
function liveSecrets(record: ClientRecord, address: string): ClientRecord['secrets'] {
  return obstacleFor(record, address) === undefined ? record.secrets.filter(isLive) : [];
}

/** Why no secret of the client counts, whichever it is. */
function obstacleFor(record: ClientRecord, address: string): Reason | undefined {
  if (record.status !== 'active') return 'disabled_client';
  if (record.token_endpoint_auth_method !== 'client_secret_basic') return 'wrong_method';
  if (!mayComeFrom(record, address)) return 'wrong_address';
  return undefined;
}

function reasonFor(record: ClientRecord | undefined, address: string): Reason {
  if (record === undefined) return 'unknown_client';
  return obstacleFor(record, address) ?? 'wrong_secret';
}

function isLive({ expires_at }: ClientRecord['secrets'][number]): boolean {
  return expires_at === null || Date.now() < Date.parse(expires_at);
}
