import { type DynamicModule, Module } from '@nestjs/common';
import { databaseServer, JwksUriRule } from '@postern/config';
import { MessagingModule, type NatsLink } from '@postern/messaging';
import { Argon2Metrics, LoggerModule, type Logger } from '@postern/observability';
import { PersistenceModule, Seal } from '@postern/persistence';
import { AccountsController } from './administrators/accounts.controller.js';
import { AdministratorRegistration } from './administrators/administrator-registration.js';
import { AdministratorsController } from './administrators/administrators.controller.js';
import { ChangePassword } from './administrators/change-password.js';
import { ChangeProfile } from './administrators/change-profile.js';
import { CreateAdministrator } from './administrators/create-administrator.js';
import { DeleteAdministrator } from './administrators/delete-administrator.js';
import { GetAdministrator } from './administrators/get-administrator.js';
import { GuessablePasswords } from './administrators/guessable-passwords.js';
import { ListAdministrators } from './administrators/list-administrators.js';
import { PasswordHasher } from './administrators/password-hasher.js';
import { ProveOwnPassword } from './administrators/prove-own-password.js';
import { ProvePassword } from './administrators/prove-password.js';
import { ResetPassword } from './administrators/reset-password.js';
import { SignIn } from './administrators/sign-in.js';
import { UpdateAdministrator } from './administrators/update-administrator.js';
import { ApisController } from './apis/apis.controller.js';
import { CreateApi } from './apis/create-api.js';
import { DeleteApi } from './apis/delete-api.js';
import { GetApi } from './apis/get-api.js';
import { GrantedClients } from './apis/granted-clients.js';
import { ListApis } from './apis/list-apis.js';
import { NarrowGrants } from './apis/narrow-grants.js';
import { UpdateApi } from './apis/update-api.js';
import { ApplicationClientsController } from './application-clients/application-clients.controller.js';
import { ClientKeyRules } from './application-clients/client-key-rules.js';
import { ClientRecordsController } from './application-clients/client-records.controller.js';
import { ClientRegistration } from './application-clients/client-registration.js';
import { CreateClient } from './application-clients/create-client.js';
import { DeleteClient } from './application-clients/delete-client.js';
import { FindClientRecord } from './application-clients/find-client-record.js';
import { GetClient } from './application-clients/get-client.js';
import { ListClients } from './application-clients/list-clients.js';
import { RecordUses } from './application-clients/record-uses.js';
import { RevokeTokensController } from './application-clients/revoke-tokens.controller.js';
import { RevokeTokens } from './application-clients/revoke-tokens.js';
import { UpdateClient } from './application-clients/update-client.js';
import { UsesController } from './application-clients/uses.controller.js';
import { AuditEventsController } from './audit/audit-events.controller.js';
import { AuditLog } from './audit/audit-log.js';
import { ListAuditEvents } from './audit/list-audit-events.js';
import { RecordTokenChanges } from './audit/record-token-changes.js';
import { ClientChanges } from './client-events/client-changes.js';
import { ClientTransactions } from './client-events/client-transactions.js';
import { Heartbeat } from './client-events/heartbeat.js';
import type { ClientsSettings } from './config.js';
import { IdempotencyExpiry } from './idempotency/expiry.js';
import { IdempotentReplies } from './idempotency/idempotent-replies.js';
import type { ClientsMetrics } from './metrics/clients-metrics.js';
import { ListCursor } from './paging/list-cursor.js';
import { ListPages } from './paging/list-pages.js';
import { clientsSchema } from './schema.js';
import { AddSecret } from './secrets/add-secret.js';
import { DeleteSecret } from './secrets/delete-secret.js';
import { ListSecrets } from './secrets/list-secrets.js';
import { SecretHasher } from './secrets/secret-hasher.js';
import { SecretsController } from './secrets/secrets.controller.js';
import { FailedSignInExpiry } from './sign-in-limits/expiry.js';
import { FailedSignIns } from './sign-in-limits/failed-sign-ins.js';
import { SignInLimits } from './sign-in-limits/sign-in-limits.js';

/** The client service: who may ask. */
@Module({})
export class ClientsModule {
  static with(
    settings: ClientsSettings,
    link: NatsLink,
    logger: Logger,
    metrics: ClientsMetrics,
  ): DynamicModule {
    const { KEY_ENCRYPTION_KEY: key, KEY_ENCRYPTION_KEY_PREVIOUS: previousKey } = settings;
    const schema = { ...clientsSchema(databaseServer(settings)), poolSize: settings.DATABASE_POOL_SIZE };
    const uriRule = new JwksUriRule(settings.JWKS_URI_ALLOW_PRIVATE);
    return {
      module: ClientsModule,
      imports: [
        LoggerModule.of(logger),
        MessagingModule.forService(link),
        PersistenceModule.withOutbox(schema, metrics),
      ],
      controllers: [
        AccountsController,
        AdministratorsController,
        ApisController,
        ApplicationClientsController,
        AuditEventsController,
        ClientRecordsController,
        RevokeTokensController,
        SecretsController,
        UsesController,
      ],
      providers: [
        { provide: Argon2Metrics, useValue: metrics.argon2 },
        { provide: ClientKeyRules, useValue: new ClientKeyRules(uriRule) },
        { provide: SignInLimits, useValue: new SignInLimits(settings) },
        { provide: Seal, useValue: new Seal(key, 'clients', previousKey) },
        AddSecret,
        AdministratorRegistration,
        AuditLog,
        ChangePassword,
        ChangeProfile,
        ClientChanges,
        ClientRegistration,
        ClientTransactions,
        CreateAdministrator,
        CreateApi,
        CreateClient,
        DeleteAdministrator,
        DeleteApi,
        DeleteClient,
        DeleteSecret,
        FailedSignInExpiry,
        FailedSignIns,
        FindClientRecord,
        GetAdministrator,
        GetApi,
        GetClient,
        GrantedClients,
        GuessablePasswords,
        Heartbeat,
        IdempotencyExpiry,
        IdempotentReplies,
        ListAdministrators,
        ListApis,
        ListAuditEvents,
        ListClients,
        ListCursor,
        ListPages,
        ListSecrets,
        NarrowGrants,
        PasswordHasher,
        ProveOwnPassword,
        ProvePassword,
        RecordTokenChanges,
        RecordUses,
        ResetPassword,
        RevokeTokens,
        SecretHasher,
        SignIn,
        UpdateAdministrator,
        UpdateApi,
        UpdateClient,
      ],
    };
  }
}
