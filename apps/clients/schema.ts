import { OUTBOX_RIGHTS, type SchemaOptions } from '@postern/persistence';
import { AdministratorEntity } from './administrators/administrator.entity.js';
import { ApiEntity } from './apis/api.entity.js';
import { ApplicationClientEntity } from './application-clients/application-client.entity.js';
import { AuditEventEntity } from './audit/audit-event.entity.js';
import { IdempotencyKeyEntity } from './idempotency/idempotency-key.entity.js';
import { CreateClientTables1795392000000 } from './migrations/1795392000000-create-client-tables.js';
import { CreateApis1795430000000 } from './migrations/1795430000000-create-apis.js';
import { OrderAuditEvents1795440000000 } from './migrations/1795440000000-order-audit-events.js';
import { AddClientKeys1795450000000 } from './migrations/1795450000000-add-client-keys.js';
import { EndTokensByVersion1795460000000 } from './migrations/1795460000000-end-tokens-by-version.js';
import { CountAffectedClients1795461000000 } from './migrations/1795461000000-count-affected-clients.js';
import { AddAllowedAddresses1795660000000 } from './migrations/1795660000000-add-allowed-addresses.js';
import { MakeAdministratorsSignIn1795700000000 } from './migrations/1795700000000-make-administrators-sign-in.js';
import { CompareEmailsAsAscii1795710000000 } from './migrations/1795710000000-compare-emails-as-ascii.js';
import { KeepTracesOfEvents1795800000000 } from './migrations/1795800000000-keep-traces-of-events.js';
import { ClientSecretEntity } from './secrets/client-secret.entity.js';

/** The Postgres schema that this service owns. */
export function clientsSchema(url: string): SchemaOptions {
  return {
    url,
    schema: 'clients',
    entities: [
      AdministratorEntity,
      ApiEntity,
      ApplicationClientEntity,
      AuditEventEntity,
      ClientSecretEntity,
      IdempotencyKeyEntity,
    ],
    migrations: [
      CreateClientTables1795392000000,
      CreateApis1795430000000,
      OrderAuditEvents1795440000000,
      AddClientKeys1795450000000,
      EndTokensByVersion1795460000000,
      CountAffectedClients1795461000000,
      AddAllowedAddresses1795660000000,
      MakeAdministratorsSignIn1795700000000,
      CompareEmailsAsAscii1795710000000,
      KeepTracesOfEvents1795800000000,
    ],
    rights: {
      administrators: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
      apis: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
      application_clients: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
      // What is written there stays as it is.
      audit_events: ['SELECT', 'INSERT'],
      client_secrets: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
      failed_sign_ins: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
      idempotency_keys: ['SELECT', 'INSERT', 'DELETE'],
      // Whether the schema is as new as the service.
      migrations: ['SELECT'],
      outbox: OUTBOX_RIGHTS,
    },
  };
}
