import { Injectable } from '@nestjs/common';
import { Failure, type ApplicationClient } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { ApplicationClientEntity, toApplicationClient } from './application-client.entity.js';

@Injectable()
export class GetClient {
  constructor(private readonly database: Database) {}

  /** @throws Failure `not_found` */
  async execute(clientId: string): Promise<ApplicationClient> {
    const entity = await this.database.read((manager) =>
      manager.findOneBy(ApplicationClientEntity, { clientId }),
    );
    if (entity === null)
      throw new Failure('not_found', { message: 'There is no application client with this ID.' });
    return toApplicationClient(entity);
  }
}
