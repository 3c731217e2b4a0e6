import { Controller } from '@nestjs/common';
import { endSession, openSession, renewSession, type RequestOf } from '@postern/contracts';
import { HandlesRequest, type RequestContext } from '@postern/messaging';
import { EndSession } from './end-session.js';
import { OpenSession } from './open-session.js';
import { RenewSession } from './renew-session.js';

@Controller()
export class SessionsController {
  constructor(
    private readonly openSession: OpenSession,
    private readonly renewSession: RenewSession,
    private readonly endSession: EndSession,
  ) {}

  @HandlesRequest(openSession)
  open(request: RequestOf<typeof openSession>, context: RequestContext) {
    return this.openSession.execute(request, context);
  }

  @HandlesRequest(renewSession)
  renew(request: RequestOf<typeof renewSession>, context: RequestContext) {
    return this.renewSession.execute(request, context);
  }

  @HandlesRequest(endSession)
  end(request: RequestOf<typeof endSession>, context: RequestContext) {
    return this.endSession.execute(request, context);
  }
}
