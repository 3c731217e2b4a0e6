import { Controller } from '@nestjs/common';
import { issueToken, type RequestOf } from '@postern/contracts';
import { HandlesRequest, type RequestContext } from '@postern/messaging';
import { IssueToken } from './issue-token.js';

@Controller()
export class TokensController {
  constructor(private readonly issueToken: IssueToken) {}

  @HandlesRequest(issueToken)
  issue(request: RequestOf<typeof issueToken>, context: RequestContext) {
    return this.issueToken.execute(request, context);
  }
}
