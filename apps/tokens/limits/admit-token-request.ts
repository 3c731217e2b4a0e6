import { Injectable } from '@nestjs/common';
import type { ClientAttempt, ClientRecord, RateLimit } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { AdmitClient } from './admit-client.js';
import { TokenRequests } from './token-requests.js';

export interface AdmittedRequest {
  readonly client: ClientRecord;
  readonly rateLimits: readonly RateLimit[];
}

/** Client authentication at the token endpoint, within the limits on requests. */
@Injectable()
export class AdmitTokenRequest {
  constructor(
    private readonly admitClient: AdmitClient,
    private readonly requests: TokenRequests,
  ) {}

  /** @throws Failure `invalid_client`, `too_many_requests`, `unavailable` */
  async execute(attempt: ClientAttempt, context: RequestContext): Promise<AdmittedRequest> {
    const ofAddress = await this.requests.fromAddress(attempt.address);
    const client = await this.admitClient.execute(attempt, context);
    const ofClient = await this.requests.ofClient(client);
    return { client, rateLimits: [...ofClient, ...ofAddress] };
  }
}
