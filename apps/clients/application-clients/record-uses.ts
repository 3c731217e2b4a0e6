import { Injectable } from '@nestjs/common';
import type { SecretUse } from '@postern/contracts';
import { Database } from '@postern/persistence';

/** Notes when clients and secrets were last used. No change of theirs: version and audit log stay as they are. */
@Injectable()
export class RecordUses {
  constructor(private readonly database: Database) {}

  /** Reports may come late or twice; the latest moment stays. */
  async execute(uses: readonly SecretUse[]): Promise<void> {
    const columns = [
      uses.map((use) => use.client_id),
      uses.map((use) => use.secret_id),
      uses.map((use) => use.used_at),
    ];
    await this.database.transaction(async (manager) => {
      await manager.query(
        `UPDATE application_clients AS client SET last_used_at = report.used_at
         FROM (SELECT client_id, max(used_at) AS used_at
               FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS use (client_id, secret_id, used_at)
               GROUP BY client_id) AS report
         WHERE client.client_id = report.client_id
           AND (client.last_used_at IS NULL OR client.last_used_at < report.used_at)`,
        columns,
      );
      await manager.query(
        `UPDATE client_secrets AS secret SET last_used_at = use.used_at
         FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS use (client_id, secret_id, used_at)
         WHERE secret.secret_id = use.secret_id::uuid
           AND (secret.last_used_at IS NULL OR secret.last_used_at < use.used_at)`,
        columns,
      );
    });
  }
}
