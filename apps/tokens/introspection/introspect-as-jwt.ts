import { Injectable } from '@nestjs/common';
import { Issuer } from '@postern/config';
import { introspectToken, type introspectTokenAsJwt, type ReplyOf, type RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { AdmitClient } from '../limits/admit-client.js';
import { SignJwt } from '../signing/sign-jwt.js';
import { DescribeToken } from './describe-token.js';

/** An answer is verified when it arrives. */
const ANSWER_VALID_SECONDS = 60;

/** Token introspection whose answer is a JWT (RFC 9701 §5), meant for the caller alone. */
@Injectable()
export class IntrospectAsJwt {
  constructor(
    private readonly admitClient: AdmitClient,
    private readonly describeToken: DescribeToken,
    private readonly signJwt: SignJwt,
    private readonly issuer: Issuer,
  ) {}

  /** @throws Failure `invalid_client`, `too_many_requests`, `unavailable` */
  async execute(
    { token, ...attempt }: RequestOf<typeof introspectTokenAsJwt>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof introspectTokenAsJwt>> {
    const caller = await this.admitClient.execute(attempt, context);
    const answer = await this.describeToken.execute(caller, token, context);
    const claims = {
      iss: this.issuer.value,
      aud: caller.client_id,
      iat: Math.floor(Date.now() / 1_000),
      // It has neither `exp` nor `sub`, lest it be taken for a token (RFC 9701 §5).
      token_introspection: introspectToken.reply.parse(answer),
    };
    const jwt = this.signJwt.execute('token-introspection+jwt', claims, ANSWER_VALID_SECONDS);
    return { jwt, active: answer.active };
  }
}
