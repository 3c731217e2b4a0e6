import { Injectable } from '@nestjs/common';
import { Failure, type ClientAttempt, type ClientRecord, type PresentedAssertion } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { AuthenticateByAssertion } from '../client-assertions/authenticate-by-assertion.js';
import { AuthenticateBySecret } from './authenticate-by-secret.js';
import { AuthenticationMetrics } from './authentication-metrics.js';

/** Client authentication (RFC 6749 §2.3), by the method that is presented; it has to be the client's own. */
@Injectable()
export class AuthenticateClient {
  constructor(
    private readonly bySecret: AuthenticateBySecret,
    private readonly byAssertion: AuthenticateByAssertion,
    private readonly metrics: AuthenticationMetrics,
  ) {}

  /** @throws Failure `invalid_client`, or `unavailable` where it cannot be told */
  execute(
    { authentication: presented, address }: ClientAttempt,
    context: RequestContext,
  ): Promise<ClientRecord> {
    if (presented.method === 'private_key_jwt') return this.verify(presented, address, context);
    return this.bySecret.execute(presented, address, context);
  }

  private async verify(presented: PresentedAssertion, address: string, context: RequestContext) {
    try {
      const client = await this.byAssertion.execute(presented, address, context);
      this.metrics.byAssertion('proved');
      return client;
    } catch (error) {
      if (error instanceof Failure && error.code === 'invalid_client')
        this.metrics.byAssertion('wrong_assertion');
      throw error;
    }
  }
}
