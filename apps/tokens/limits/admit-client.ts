import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Failure, type ClientAttempt, type ClientRecord } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { AuthenticateClient } from '../client-authentication/authenticate-client.js';
import { FailedAuthentications } from './failed-authentications.js';
import { originOf, type Origin } from './origin.js';

/** Who is slowed down waits at least that long for each answer, should it not heed Retry-After; milliseconds. */
const SLOWED_MS = 20;

/** Client authentication, for who has not failed at it too often. */
@Injectable()
export class AdmitClient {
  constructor(
    private readonly authenticateClient: AuthenticateClient,
    private readonly failures: FailedAuthentications,
  ) {}

  /** @throws Failure `invalid_client`, `too_many_requests`, or `unavailable` where it cannot be told */
  async execute(attempt: ClientAttempt, context: RequestContext): Promise<ClientRecord> {
    const origin = originOf(attempt);
    await this.check(origin);
    try {
      const client = await this.authenticateClient.execute(attempt, context);
      this.failures.succeeded(origin);
      return client;
    } catch (error) {
      if (error instanceof Failure && error.code === 'invalid_client') await this.failures.failed(origin);
      throw error;
    }
  }

  private async check(origin: Origin): Promise<void> {
    try {
      await this.failures.check(origin);
    } catch (error) {
      await delay(SLOWED_MS);
      throw error;
    }
  }
}
