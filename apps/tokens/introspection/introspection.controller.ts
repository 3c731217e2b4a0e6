import { Controller } from '@nestjs/common';
import {
  Failure,
  inspectBearer,
  introspectToken,
  introspectTokenAsJwt,
  type RequestOf,
} from '@postern/contracts';
import { HandlesRequest, type RequestContext } from '@postern/messaging';
import { InspectToken } from './inspect-token.js';
import { IntrospectAsJwt } from './introspect-as-jwt.js';
import { IntrospectToken } from './introspect-token.js';

@Controller()
export class IntrospectionController {
  constructor(
    private readonly introspectToken: IntrospectToken,
    private readonly introspectAsJwt: IntrospectAsJwt,
    private readonly inspectToken: InspectToken,
  ) {}

  @HandlesRequest(introspectToken)
  introspect(request: RequestOf<typeof introspectToken>, context: RequestContext) {
    return this.introspectToken.execute(request, context);
  }

  @HandlesRequest(introspectTokenAsJwt)
  introspectSigned(request: RequestOf<typeof introspectTokenAsJwt>, context: RequestContext) {
    return this.introspectAsJwt.execute(request, context);
  }

  @HandlesRequest(inspectBearer)
  async inspect({ token }: RequestOf<typeof inspectBearer>, context: RequestContext) {
    const claims = await this.inspectToken.execute(token, context);
    if (claims === undefined) throw new Failure('invalid_token');
    return claims;
  }
}
