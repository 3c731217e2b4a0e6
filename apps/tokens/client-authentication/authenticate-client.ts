import { Injectable } from '@nestjs/common';
import type { ClientAttempt, ClientRecord } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { AuthenticateByAssertion } from '../client-assertions/authenticate-by-assertion.js';
import { AuthenticateBySecret } from './authenticate-by-secret.js';

/** Client authentication (RFC 6749 §2.3), by the method that is presented; it has to be the client's own. */
@Injectable()
export class AuthenticateClient {
  constructor(
    private readonly bySecret: AuthenticateBySecret,
    private readonly byAssertion: AuthenticateByAssertion,
  ) {}

  /** @throws Failure `invalid_client`, or `unavailable` where it cannot be told */
  execute(
    { authentication: presented, address }: ClientAttempt,
    context: RequestContext,
  ): Promise<ClientRecord> {
    if (presented.method === 'private_key_jwt') return this.byAssertion.execute(presented, address, context);
    return this.bySecret.execute(presented, address, context);
  }
}
