import { Injectable } from '@nestjs/common';
import { Failure, type ClientAttempt, type ClientRecord } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { AuthenticateClient } from '../client-authentication/authenticate-client.js';
import { FailedAuthentications } from './failed-authentications.js';
import { originOf } from './origin.js';
import { RefusalPace } from './refusal-pace.js';

/** Client authentication, for who has not failed at it too often. */
@Injectable()
export class AdmitClient {
  constructor(
    private readonly authenticateClient: AuthenticateClient,
    private readonly failures: FailedAuthentications,
    private readonly pace: RefusalPace,
  ) {}

  /** @throws Failure `invalid_client`, `too_many_requests`, or `unavailable` where it cannot be told */
  async execute(attempt: ClientAttempt, context: RequestContext): Promise<ClientRecord> {
    const begun = performance.now();
    try {
      return await this.admit(attempt, context);
    } catch (error) {
      await this.pace.keep(begun, error instanceof Failure && error.code === 'too_many_requests');
      throw error;
    }
  }

  private async admit(attempt: ClientAttempt, context: RequestContext): Promise<ClientRecord> {
    const origin = originOf(attempt);
    await this.failures.check(origin);
    try {
      const client = await this.authenticateClient.execute(attempt, context);
      this.failures.succeeded(origin);
      return client;
    } catch (error) {
      if (error instanceof Failure && error.code === 'invalid_client') await this.failures.failed(origin);
      throw error;
    }
  }
}
