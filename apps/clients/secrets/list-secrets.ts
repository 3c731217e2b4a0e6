import { Injectable } from '@nestjs/common';
import { noSuchClient, type listSecrets, type ReplyOf } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { ApplicationClientEntity } from '../application-clients/application-client.entity.js';
import { liveSecrets, toSecretFacts } from './live-secrets.js';

@Injectable()
export class ListSecrets {
  constructor(private readonly database: Database) {}

  /** @throws Failure `not_found` */
  execute(clientId: string): Promise<ReplyOf<typeof listSecrets>> {
    return this.database.run(async (manager) => {
      const secrets = await liveSecrets(manager, clientId);
      if (secrets.length === 0 && !(await manager.existsBy(ApplicationClientEntity, { clientId })))
        throw noSuchClient();
      return { data: secrets.map(toSecretFacts) };
    });
  }
}
