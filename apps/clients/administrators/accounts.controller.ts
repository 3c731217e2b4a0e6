import { Controller } from '@nestjs/common';
import { changePassword, changeProfile, resetPassword, signIn, type RequestOf } from '@postern/contracts';
import { HandlesRequest, type RequestContext } from '@postern/messaging';
import { ChangePassword } from './change-password.js';
import { ChangeProfile } from './change-profile.js';
import { ResetPassword } from './reset-password.js';
import { SignIn } from './sign-in.js';

/** What administrators do with their own account, and what helps whoever has lost the password of it. */
@Controller()
export class AccountsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly changeProfile: ChangeProfile,
    private readonly changePassword: ChangePassword,
    private readonly resetPassword: ResetPassword,
  ) {}

  @HandlesRequest(signIn)
  enter(credentials: RequestOf<typeof signIn>, context: RequestContext) {
    return this.signIn.execute(credentials, context);
  }

  @HandlesRequest(changeProfile)
  profile(command: RequestOf<typeof changeProfile>, context: RequestContext) {
    return this.changeProfile.execute(command, context);
  }

  @HandlesRequest(changePassword)
  password(command: RequestOf<typeof changePassword>, context: RequestContext) {
    return this.changePassword.execute(command, context);
  }

  @HandlesRequest(resetPassword)
  reset(command: RequestOf<typeof resetPassword>, context: RequestContext) {
    return this.resetPassword.execute(command, context);
  }
}
