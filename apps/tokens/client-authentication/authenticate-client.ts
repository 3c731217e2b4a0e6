import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ClientAttempt, ClientRecord } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { AuthenticateByAssertion } from '../client-assertions/authenticate-by-assertion.js';
import { AuthenticateBySecret } from './authenticate-by-secret.js';

/** Refusals are answered after a whole number of these; milliseconds. Above what looking up an unknown client takes. */
const REFUSAL_STEP_MS = 20;

/**
 * Client authentication (RFC 6749 §2.3), by the method that is presented; it has to be the client's own. Whoever is
 * refused is refused alike, and as quickly, so that nobody learns which clients exist.
 */
@Injectable()
export class AuthenticateClient {
  constructor(
    private readonly bySecret: AuthenticateBySecret,
    private readonly byAssertion: AuthenticateByAssertion,
  ) {}

  /** @throws Failure `invalid_client`, or `unavailable` where it cannot be told */
  async execute(attempt: ClientAttempt, context: RequestContext): Promise<ClientRecord> {
    const begun = Date.now();
    try {
      return await this.authenticate(attempt, context);
    } catch (error) {
      // How long it took says what was looked at: whether there is such a client, and how far it came.
      const over = (Date.now() - begun) % REFUSAL_STEP_MS;
      await delay(REFUSAL_STEP_MS - over);
      throw error;
    }
  }

  private authenticate(
    { authentication: presented, address }: ClientAttempt,
    context: RequestContext,
  ): Promise<ClientRecord> {
    if (presented.method === 'private_key_jwt') return this.byAssertion.execute(presented, address, context);
    return this.bySecret.execute(presented, address, context);
  }
}
