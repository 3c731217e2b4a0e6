import { Injectable } from '@nestjs/common';
import { noSuchClient, type ApplicationClient } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { ApplicationClientEntity, toApplicationClient } from './application-client.entity.js';

@Injectable()
export class GetClient {
  constructor(private readonly database: Database) {}

  /** @throws Failure `not_found` */
  async execute(clientId: string): Promise<ApplicationClient> {
    const entity = await this.database.run((manager) =>
      manager.findOneBy(ApplicationClientEntity, { clientId }),
    );
    if (entity === null) throw noSuchClient();
    return toApplicationClient(entity);
  }
}
