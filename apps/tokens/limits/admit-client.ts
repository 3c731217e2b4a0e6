import { Inject, Injectable } from '@nestjs/common';
import { Failure, type ClientAttempt, type ClientRecord } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { LOGGER, noteInSpan, type Logger } from '@postern/observability';
import { AuthenticateClient } from '../client-authentication/authenticate-client.js';
import { FailedAuthentications } from './failed-authentications.js';
import { originOf, type Origin } from './origin.js';
import { RefusalPace } from './refusal-pace.js';

/** Client authentication, for who has not failed at it too often. */
@Injectable()
export class AdmitClient {
  constructor(
    private readonly authenticateClient: AuthenticateClient,
    private readonly failures: FailedAuthentications,
    private readonly pace: RefusalPace,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Failure `invalid_client`, `too_many_requests`, or `unavailable` where it cannot be told */
  async execute(attempt: ClientAttempt, context: RequestContext): Promise<ClientRecord> {
    const begun = performance.now();
    const origin = originOf(attempt);
    try {
      this.failures.check(origin, attempt.authentication);
      return await this.authenticate(attempt, origin, context);
    } catch (error) {
      const failure = Failure.from(error);
      const isOneOfMany = this.pace.count();
      if (!isOneOfMany) this.tell(failure, attempt.address, origin, context);
      await this.pace.keep(begun, isOneOfMany || failure.code === 'too_many_requests');
      throw failure;
    }
  }

  /** Who runs an integration asks why it is refused, and its answer does not say. */
  private tell({ code, internal }: Failure, address: string, { clientId }: Origin, context: RequestContext) {
    if (code !== 'invalid_client') return;
    const who = { request_id: context.requestId, client_id: clientId, address };
    this.logger.info({ ...who, reason: internal }, 'client authentication refused');
  }

  private async authenticate(attempt: ClientAttempt, origin: Origin, context: RequestContext) {
    try {
      const client = await this.authenticateClient.execute(attempt, context);
      noteInSpan({ 'postern.client_id': client.client_id });
      return client;
    } catch (error) {
      if (error instanceof Failure && error.code === 'invalid_client')
        await this.failures.failed(origin, context.requestId);
      throw error;
    }
  }
}
