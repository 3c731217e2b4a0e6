import { randomUUID } from 'node:crypto';
import { MANAGEMENT_SCOPES, type Actor } from '@postern/contracts';
import { lockUntilCommit, type Database } from '@postern/persistence';
import { AdministratorEntity } from '../administrators/administrator.entity.js';
import {
  newAdministratorEntity,
  type AdministratorRegistration,
} from '../administrators/administrator-registration.js';
import type { PasswordHasher } from '../administrators/password-hasher.js';
import { temporaryPassword } from '../administrators/temporary-password.js';
import { newClient, type ClientRegistration } from '../application-clients/client-registration.js';
import { generateClientSecret } from '../secrets/generate-credentials.js';
import type { SecretHasher } from '../secrets/secret-hasher.js';

/** Credentials of whoever manages a new installation. */
export interface FirstCredentials {
  readonly client_id: string;
  readonly client_secret: string;
  readonly email: string;
  readonly password: string;
}

const SYSTEM: Actor = { type: 'system', id: 'first-start' };

/** Gives a new installation its first client, which may manage everything, and its first administrator. */
export class FirstStart {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientRegistration,
    private readonly secrets: SecretHasher,
    private readonly administrators: AdministratorRegistration,
    private readonly passwords: PasswordHasher,
  ) {}

  /**
   * Does nothing where there is an administrator already.
   *
   * @param given credentials that are set from outside; the others are made up
   * @param hand called with the credentials just before the commit, so that they are never lost
   * @returns whether this was the first start
   */
  execute(
    given: Partial<FirstCredentials>,
    hand: (credentials: FirstCredentials) => Promise<void>,
  ): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      // Two first starts at a time: one waits for the other.
      await lockUntilCommit(manager, 'first start');
      if (await manager.exists(AdministratorEntity)) return false;
      const client = {
        ...newClient({
          name: 'First client',
          description: 'Made at the first start. May use the whole management API.',
          scopes: Object.keys(MANAGEMENT_SCOPES),
          grants: [],
          token_lifetime_seconds: null,
          resource_server_for: null,
          token_endpoint_auth_method: 'client_secret_basic',
          jwks: null,
          jwks_uri: null,
          allowed_addresses: [],
        }),
        ...(given.client_id && { client_id: given.client_id }),
        client_secret: given.client_secret || generateClientSecret(),
      };
      const email = given.email ?? 'admin@postern.localhost';
      const password = given.password ?? temporaryPassword();
      const cause = { actor: SYSTEM, requestId: randomUUID() };
      const secretHash = await this.secrets.hash(client.client_secret);
      await this.clients.register(manager, { client, secretHash, ...cause });
      const administrator = newAdministratorEntity(
        { email, first_name: 'First', last_name: 'Administrator', role: 'administrator' },
        { passwordHash: await this.passwords.hash(password), passwordChangeRequired: false },
      );
      await this.administrators.register(manager, administrator, cause);
      await hand({ client_id: client.client_id, client_secret: client.client_secret, email, password });
      return true;
    });
  }
}
