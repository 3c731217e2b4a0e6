import { Controller } from '@nestjs/common';
import {
  Failure,
  holdRevokedToken,
  revokeToken,
  type RequestOf,
  type RevokedToken,
} from '@postern/contracts';
import { HandlesRequest, type RequestContext } from '@postern/messaging';
import { RevokeToken } from './revoke-token.js';
import { RevokedSet } from './revoked-set.js';

@Controller()
export class RevocationController {
  constructor(
    private readonly revokeToken: RevokeToken,
    private readonly set: RevokedSet,
  ) {}

  @HandlesRequest(revokeToken)
  revoke(request: RequestOf<typeof revokeToken>, context: RequestContext) {
    return this.revokeToken.execute(request, context);
  }

  @HandlesRequest(holdRevokedToken)
  async hold(token: RevokedToken) {
    try {
      await this.set.hold([token]);
    } catch (cause) {
      throw new Failure('unavailable', { internal: 'Redis cannot be told of a revoked token', cause });
    }
    return {};
  }
}
