import { randomUUID } from 'node:crypto';
import { MANAGEMENT_SCOPES, type Actor, type NewAdministrator } from '@postern/contracts';
import { lockUntilCommit, type Database } from '@postern/persistence';
import type { EntityManager } from 'typeorm';
import { AdministratorEntity } from '../administrators/administrator.entity.js';
import {
  newAdministratorEntity,
  type AdministratorRegistration,
} from '../administrators/administrator-registration.js';
import { newClient, type ClientRegistration } from '../application-clients/client-registration.js';
import { generateClientSecret } from '../secrets/generate-credentials.js';
import type { SecretHasher } from '../secrets/secret-hasher.js';
import type { FirstPassword } from './first-password.js';

/** Credentials of whoever manages a new installation. */
export interface FirstCredentials {
  readonly client_id: string;
  readonly client_secret: string;
  readonly email: string;
  readonly password: string;
}

const SYSTEM: Actor = { type: 'system', id: 'first-start' };
const PERSON: NewAdministrator = {
  email: 'admin@postern.localhost',
  first_name: 'First',
  last_name: 'Administrator',
  role: 'administrator',
};

/** Gives a new installation its first client, which may manage everything, and its first administrator. */
export class FirstStart {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientRegistration,
    private readonly secrets: SecretHasher,
    private readonly administrators: AdministratorRegistration,
    private readonly passwords: FirstPassword,
  ) {}

  /**
   * Does nothing where there is an administrator already.
   *
   * @param given credentials that are set from outside; the others are made up
   * @param hand called with the credentials just before the commit, so that they are never lost
   * @returns whether this was the first start
   * @throws ConfigError where the password that is set is easy to guess
   */
  async execute(
    given: Partial<FirstCredentials>,
    hand: (credentials: FirstCredentials) => Promise<void>,
  ): Promise<boolean> {
    if (await this.database.run(isOver)) return false;
    const client = firstClient(given);
    const secretHash = await this.secrets.hash(client.client_secret);
    const person = { ...PERSON, ...(given.email !== undefined && { email: given.email }) };
    const owner = { email: person.email, firstName: person.first_name, lastName: person.last_name };
    const { password, passwordHash } = await this.passwords.of(owner, given.password);
    const administrator = newAdministratorEntity(person, { passwordHash, passwordChangeRequired: false });
    return this.database.transaction(async (manager) => {
      // Two first starts at a time: one waits for the other.
      await lockUntilCommit(manager, 'first start');
      if (await isOver(manager)) return false;
      const cause = { actor: SYSTEM, requestId: randomUUID() };
      await this.clients.register(manager, { client, secretHash, ...cause });
      await this.administrators.register(manager, administrator, cause);
      const { client_id, client_secret } = client;
      await hand({ client_id, client_secret, email: person.email, password });
      return true;
    });
  }
}

function isOver(manager: EntityManager): Promise<boolean> {
  return manager.exists(AdministratorEntity);
}

function firstClient({ client_id, client_secret }: Partial<FirstCredentials>) {
  return {
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
    ...(client_id !== undefined && { client_id }),
    client_secret: client_secret ?? generateClientSecret(),
  };
}
