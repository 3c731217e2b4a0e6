import 'reflect-metadata';
import { databaseServer, loadConfigOrExit } from '@postern/config';
import { Argon2Metrics } from '@postern/observability';
import { Database, inSchema, Outbox } from '@postern/persistence';
import { AdministratorRegistration } from './administrators/administrator-registration.js';
import { PasswordHasher } from './administrators/password-hasher.js';
import { ResetPassword } from './administrators/reset-password.js';
import { AuditLog } from './audit/audit-log.js';
import { ClientTransactions } from './client-events/client-transactions.js';
import { RecoverAdministrator } from './recovery/recover-administrator.js';
import { recoverySettings } from './recovery/settings.js';
import { clientsSchema } from './schema.js';

// The event waits in the outbox for a running client service, which makes it known.
const SILENT = { announce: () => Promise.resolve() };

const settings = loadConfigOrExit(recoverySettings);
const { ADMINISTRATOR_EMAIL: email, CREATE_ADMINISTRATOR: create } = settings;
await inSchema(clientsSchema(databaseServer(settings)), async (dataSource) => {
  const [database, audit, outbox] = [new Database(dataSource), new AuditLog(), new Outbox()];
  const hasher = new PasswordHasher(Argon2Metrics.unread());
  const resetPassword = new ResetPassword(new ClientTransactions(database, audit, outbox, SILENT), hasher);
  const registration = new AdministratorRegistration(audit, outbox);
  try {
    const recover = new RecoverAdministrator(database, resetPassword, hasher, registration);
    const { email: signsInAs, role, temporary_password } = await recover.execute({ email, create });
    process.stdout.write(
      `${signsInAs} (${role}) signs in with ${temporary_password} and then chooses another password.\n`,
    );
  } catch (error) {
    // The message alone: a statement that fails carries the hash of the password with it.
    process.stderr.write(`${email}: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
});
