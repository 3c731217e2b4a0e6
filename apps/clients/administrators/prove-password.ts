import { Inject, Injectable } from '@nestjs/common';
import type { RequestContext } from '@postern/messaging';
import { LOGGER, type Logger } from '@postern/observability';
import { FailedSignIns } from '../sign-in-limits/failed-sign-ins.js';
import type { Origin } from '../sign-in-limits/sign-in-limits.js';
import type { AdministratorEntity } from './administrator.entity.js';
import { PasswordHasher } from './password-hasher.js';

/** Tells whether somebody knows an administrator's password, as often as the limits allow. */
@Injectable()
export class ProvePassword {
  constructor(
    private readonly failures: FailedSignIns,
    private readonly hasher: PasswordHasher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @param administrator whose it would be; where there is nobody it takes as long to say no
   * @throws Failure `too_many_requests`, or `unavailable` where too many wait
   */
  async execute(
    administrator: AdministratorEntity | undefined,
    password: string,
    origin: Origin,
    { requestId, deadline }: RequestContext,
  ): Promise<boolean> {
    const isProved = await this.failures.try(origin, requestId, () =>
      this.hasher.verify(administrator?.passwordHash, password, deadline),
    );
    if (!isProved) {
      // No email: one that nobody has may be a password, typed into the wrong field.
      const administrator_id = administrator?.administratorId;
      const reason = administrator === undefined ? 'nobody has this email' : 'the password is wrong';
      const line = { request_id: requestId, address: origin.address, administrator_id, reason };
      this.logger.info(line, 'password refused');
    }
    return isProved;
  }
}
