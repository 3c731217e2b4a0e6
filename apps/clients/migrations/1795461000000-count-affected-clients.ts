import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clients of the management API are found by their scopes; audit events say how many clients a change touched. */
export class CountAffectedClients1795461000000 implements MigrationInterface {
  readonly name = 'CountAffectedClients1795461000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX ON application_clients USING gin (scopes)');
    await runner.query('ALTER TABLE audit_events ADD affected_clients integer');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_events DROP affected_clients');
    await runner.query('DROP INDEX application_clients_scopes_idx');
  }
}
