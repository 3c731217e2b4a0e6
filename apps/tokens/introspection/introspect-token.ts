import { Injectable } from '@nestjs/common';
import type { introspectToken, ReplyOf, RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { AuthenticateClient } from '../client-authentication/authenticate-client.js';
import { DescribeToken } from './describe-token.js';

/** Token introspection (RFC 7662). */
@Injectable()
export class IntrospectToken {
  constructor(
    private readonly authenticateClient: AuthenticateClient,
    private readonly describeToken: DescribeToken,
  ) {}

  /** @throws Failure `invalid_client`, `unavailable` */
  async execute(
    { authentication, token }: RequestOf<typeof introspectToken>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof introspectToken>> {
    const caller = await this.authenticateClient.execute(authentication, context);
    return this.describeToken.execute(caller, token, context);
  }
}
