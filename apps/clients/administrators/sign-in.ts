import { Injectable } from '@nestjs/common';
import { email as emailForm, Failure, openSession, type Administrator } from '@postern/contracts';
import type { ReplyOf, RequestOf, SessionToken, signIn } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import { Database } from '@postern/persistence';
import { AuditLog } from '../audit/audit-log.js';
import { AdministratorEntity, toAdministrator } from './administrator.entity.js';
import { findByEmail } from './find-by-email.js';
import { ProvePassword } from './prove-password.js';

/** How long the token service may take; milliseconds. */
const OPEN_TIMEOUT_MS = 3_000;

/** Begins a session for whoever knows the password. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly provePassword: ProvePassword,
    private readonly nats: NatsClient,
    private readonly audit: AuditLog,
  ) {}

  /** @throws Failure `wrong_credentials`, `too_many_requests` */
  async execute(
    { email: given, password, address }: RequestOf<typeof signIn>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof signIn>> {
    const found = await this.find(given);
    const email = given.toLowerCase();
    const isProved = await this.provePassword.execute(found, password, { email, address }, context);
    if (found === undefined || !isProved) throw new Failure('wrong_credentials');
    const session = await this.open(found, context);
    // Nobody has the session yet. Nobody gets it where this fails.
    return { session, administrator: await this.note(found, address, context) };
  }

  private find(email: string): Promise<AdministratorEntity | undefined> {
    // Whatever is typed in is looked for only where it could be an email: Postgres refuses some texts, and some
    // letters become others in lower case.
    const findable = emailForm.safeParse(email).success ? email : '';
    return this.database.run((manager) => findByEmail(manager, findable));
  }

  private async open(
    { administratorId }: AdministratorEntity,
    context: RequestContext,
  ): Promise<SessionToken> {
    try {
      const within = context.within(OPEN_TIMEOUT_MS);
      return await this.nats.request(openSession, { administrator_id: administratorId }, within);
    } catch (error) {
      if (error instanceof Failure && error.code === 'invalid_token') throw endedMeanwhile();
      throw error;
    }
  }

  /** Writes down that somebody signed in, if the password is still the one that they know. */
  private note(
    { administratorId, passwordHash }: AdministratorEntity,
    address: string,
    { requestId }: RequestContext,
  ): Promise<Administrator> {
    return this.database.transaction(async (manager) => {
      const entity = await manager.findOne(AdministratorEntity, {
        where: { administratorId },
        lock: { mode: 'pessimistic_write' },
      });
      if (entity?.passwordHash !== passwordHash) throw endedMeanwhile();
      entity.lastSignedInAt = new Date();
      await manager.save(entity);
      const administrator = toAdministrator(entity);
      await this.audit.record(manager, {
        actor: { type: 'administrator', id: administratorId, address },
        action: 'administrator.signed_in',
        subjectId: administratorId,
        requestId,
        after: administrator,
      });
      return administrator;
    });
  }
}

function endedMeanwhile(): Failure {
  return new Failure('wrong_credentials', { internal: 'what was right has been changed meanwhile' });
}
