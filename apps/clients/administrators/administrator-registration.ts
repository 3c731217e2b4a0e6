import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  clientCreated,
  encodeBase62,
  Failure,
  type Actor,
  type Administrator,
  type NewAdministrator,
} from '@postern/contracts';
import { Outbox } from '@postern/persistence';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import { AdministratorEntity, toAdministrator } from './administrator.entity.js';

/** An administrator of version 1, not yet written. */
export function newAdministratorEntity(
  given: NewAdministrator,
  password: Pick<AdministratorEntity, 'passwordHash' | 'passwordChangeRequired'>,
): AdministratorEntity {
  const now = new Date();
  return Object.assign(new AdministratorEntity(), {
    // 128 random bits, so that none comes a second time.
    administratorId: `adm_${encodeBase62(randomBytes(16), 22)}`,
    email: given.email,
    firstName: given.first_name,
    lastName: given.last_name,
    role: given.role,
    ...password,
    tokensSince: 1,
    version: 1,
    createdAt: now,
    updatedAt: now,
    lastSignedInAt: null,
  });
}

/** Writes a new administrator, the audit event and the event, all in the given transaction. */
@Injectable()
export class AdministratorRegistration {
  constructor(
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Failure `email_taken` */
  async register(
    manager: EntityManager,
    entity: AdministratorEntity,
    { actor, requestId }: { readonly actor: Actor; readonly requestId: string },
  ): Promise<Administrator> {
    const insert = manager.createQueryBuilder().insert().into(AdministratorEntity).values(entity).orIgnore();
    const { raw } = (await insert.returning('administrator_id').execute()) as { raw: unknown[] };
    if (raw.length === 0) throw new Failure('email_taken');
    const after = toAdministrator(entity);
    const subjectId = after.administrator_id;
    await this.audit.record(manager, { actor, action: 'administrator.created', subjectId, requestId, after });
    await this.outbox.add(manager, clientCreated, { client_id: subjectId, version: after.version });
    return after;
  }
}
