import 'reflect-metadata';
import { databaseServer, exitOnConfigError, JwksUriRule, loadConfigOrExit } from '@postern/config';
import { endOnSignal } from '@postern/messaging';
import { Argon2Metrics, createLogger, endOnError } from '@postern/observability';
import { awaitSchema, Database, inSchema, Outbox } from '@postern/persistence';
import { AdministratorRegistration } from './administrators/administrator-registration.js';
import { GuessablePasswords } from './administrators/guessable-passwords.js';
import { PasswordHasher } from './administrators/password-hasher.js';
import { ClientKeyRules } from './application-clients/client-key-rules.js';
import { ClientRegistration } from './application-clients/client-registration.js';
import { AuditLog } from './audit/audit-log.js';
import { AdminFile } from './first-start/admin-file.js';
import { FirstPassword } from './first-start/first-password.js';
import { FirstStart } from './first-start/first-start.js';
import { firstStartSettings } from './first-start/settings.js';
import { clientsSchema } from './schema.js';
import { SecretHasher } from './secrets/secret-hasher.js';

endOnSignal();
const settings = loadConfigOrExit(firstStartSettings);
const logger = createLogger({ service: 'clients', level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
// Of an error of the database it writes no values: hashes are among them.
endOnError(logger);
const schema = clientsSchema(databaseServer(settings));
await awaitSchema(schema, logger);
await inSchema(schema, async (dataSource) => {
  const [audit, outbox] = [new AuditLog(), new Outbox()];
  const argon2 = Argon2Metrics.unread();
  const file = new AdminFile(settings.ADMIN_FILE, settings.ISSUER);
  const given = {
    ...(settings.ADMIN_CLIENT_ID && { client_id: settings.ADMIN_CLIENT_ID }),
    ...(settings.ADMIN_CLIENT_SECRET && { client_secret: settings.ADMIN_CLIENT_SECRET }),
    ...(settings.ADMIN_EMAIL && { email: settings.ADMIN_EMAIL }),
    ...(settings.ADMIN_PASSWORD && { password: settings.ADMIN_PASSWORD }),
  };
  const firstStart = new FirstStart(
    new Database(dataSource),
    new ClientRegistration(audit, outbox, new ClientKeyRules(new JwksUriRule(false))),
    new SecretHasher(argon2),
    new AdministratorRegistration(audit, outbox),
    new FirstPassword(new GuessablePasswords(), new PasswordHasher(argon2)),
  );
  const wasFirst = await firstStart
    .execute(given, (credentials) => file.write(credentials))
    .catch(exitOnConfigError);
  if (wasFirst) logger.info('first credentials written');
  else await file.updateIssuer();
});
