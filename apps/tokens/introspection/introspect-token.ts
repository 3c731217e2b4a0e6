import { Injectable } from '@nestjs/common';
import type { introspectToken, ReplyOf, RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { AdmitClient } from '../limits/admit-client.js';
import { DescribeToken } from './describe-token.js';

/** Token introspection (RFC 7662). */
@Injectable()
export class IntrospectToken {
  constructor(
    private readonly admitClient: AdmitClient,
    private readonly describeToken: DescribeToken,
  ) {}

  /** @throws Failure `invalid_client`, `too_many_requests`, `unavailable` */
  async execute(
    { token, ...attempt }: RequestOf<typeof introspectToken>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof introspectToken>> {
    const caller = await this.admitClient.execute(attempt, context);
    return this.describeToken.execute(caller, token, context);
  }
}
