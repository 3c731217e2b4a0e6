import { Injectable } from '@nestjs/common';
import { noSuchAdministrator, type Administrator } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { AdministratorEntity, toAdministrator } from './administrator.entity.js';

@Injectable()
export class GetAdministrator {
  constructor(private readonly database: Database) {}

  /** @throws Failure `not_found` */
  async execute(administratorId: string): Promise<Administrator> {
    const entity = await this.database.run((manager) =>
      manager.findOneBy(AdministratorEntity, { administratorId }),
    );
    if (entity === null) throw noSuchAdministrator();
    return toAdministrator(entity);
  }
}
