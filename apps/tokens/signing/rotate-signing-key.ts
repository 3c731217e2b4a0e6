import { Injectable } from '@nestjs/common';
import type { ReplyOf, RequestOf, rotateSigningKey } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database } from '@postern/persistence';
import { ListSigningKeys } from './list-signing-keys.js';
import { requestRotation } from './request-rotation.js';
import { SigningKeys } from './signing-keys.js';

@Injectable()
export class RotateSigningKey {
  constructor(
    private readonly database: Database,
    private readonly keys: SigningKeys,
    private readonly list: ListSigningKeys,
  ) {}

  /** @throws Failure `unavailable` without Postgres */
  async execute(
    { actor }: RequestOf<typeof rotateSigningKey>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof rotateSigningKey>> {
    await requestRotation(this.database, actor, context.requestId);
    // The answer is to show the new key. Where this replica does not get to it, it or another will within seconds.
    await this.keys.attempt();
    return this.list.execute();
  }
}
