import { Injectable } from '@nestjs/common';
import { Failure, type renewSession, type ReplyOf, type RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { InspectToken } from '../introspection/inspect-token.js';
import { sessionOf } from './session-of.js';
import { SignSessionToken } from './sign-session-token.js';

/** Gives the next token of a session that is alive. The one before lives on until it expires. */
@Injectable()
export class RenewSession {
  constructor(
    private readonly inspectToken: InspectToken,
    private readonly signSessionToken: SignSessionToken,
  ) {}

  /** @throws Failure `invalid_token` for what is no token of a living session, `unavailable` */
  async execute(
    { token }: RequestOf<typeof renewSession>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof renewSession>> {
    const active = await this.inspectToken.find(token, context);
    const session = active && sessionOf(active.claims);
    if (active === undefined || session === undefined) throw new Failure('invalid_token');
    // On the very record that the token was held against: a later one may be of what has ended the session.
    return this.signSessionToken.execute(active.record, session, Math.floor(Date.now() / 1_000));
  }
}
