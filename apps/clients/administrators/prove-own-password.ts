import { Injectable } from '@nestjs/common';
import { noSuchAdministrator, type Actor, type FieldProblem } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database } from '@postern/persistence';
import { AdministratorEntity } from './administrator.entity.js';
import { ProvePassword } from './prove-password.js';

export const NOT_YOUR_PASSWORD: FieldProblem = {
  field: 'current_password',
  message: 'is not your password',
};

export interface OwnPassword {
  /** As they were when the password was looked at. */
  readonly administrator: AdministratorEntity;
  readonly isProved: boolean;
}

/** Tells whether whoever has a session knows the password too. A wrong one counts as a failed sign-in. */
@Injectable()
export class ProveOwnPassword {
  constructor(
    private readonly database: Database,
    private readonly provePassword: ProvePassword,
  ) {}

  /** @throws Failure `not_found`, `too_many_requests` */
  async execute(
    {
      actor,
      administrator_id: administratorId,
    }: { readonly actor: Actor; readonly administrator_id: string },
    password: string,
    context: RequestContext,
  ): Promise<OwnPassword> {
    const administrator = await this.database.run((manager) =>
      manager.findOneBy(AdministratorEntity, { administratorId }),
    );
    if (administrator === null) throw noSuchAdministrator();
    const origin = { email: administrator.email.toLowerCase(), address: actor.address ?? '' };
    const isProved = await this.provePassword.execute(administrator, password, origin, context);
    return { administrator, isProved };
  }
}
