import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes that are not in the audit log yet, in the order in which they go there. */
export class CreateUnreportedChanges1795660000000 implements MigrationInterface {
  readonly name = 'CreateUnreportedChanges1795660000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE unreported_changes (
        event_id uuid PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        change jsonb NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE unreported_changes');
  }
}
