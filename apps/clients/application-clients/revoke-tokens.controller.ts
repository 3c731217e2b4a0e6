import { Controller } from '@nestjs/common';
import { revokeClientTokens, type RequestOf } from '@postern/contracts';
import { HandlesRequest, type RequestContext } from '@postern/messaging';
import { RevokeTokens } from './revoke-tokens.js';

@Controller()
export class RevokeTokensController {
  constructor(private readonly revokeTokens: RevokeTokens) {}

  @HandlesRequest(revokeClientTokens)
  revoke(command: RequestOf<typeof revokeClientTokens>, context: RequestContext) {
    return this.revokeTokens.execute(command, context);
  }
}
