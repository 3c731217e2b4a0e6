import { Injectable } from '@nestjs/common';
import type { listAdministrators, ReplyOf, RequestOf } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { ListPages, type ListOrder } from '../paging/list-pages.js';
import { AdministratorEntity, toAdministrator } from './administrator.entity.js';

const BY_EMAIL: ListOrder<AdministratorEntity> = {
  list: 'administrator-list',
  key: 'lower(administrator.email)',
  id: 'administrator.administrator_id',
  descending: false,
  keyFromCursor: ':key',
  positionOf: ({ email, administratorId }) => [email.toLowerCase(), administratorId],
};

/** One page of administrators, by email. */
@Injectable()
export class ListAdministrators {
  constructor(
    private readonly database: Database,
    private readonly pages: ListPages,
  ) {}

  /** @throws Failure `invalid_request` for a cursor of another list */
  execute(query: RequestOf<typeof listAdministrators>): Promise<ReplyOf<typeof listAdministrators>> {
    return this.database.run((manager) => {
      const list = manager.createQueryBuilder(AdministratorEntity, 'administrator');
      return this.pages.read(list, BY_EMAIL, query, toAdministrator);
    });
  }
}
