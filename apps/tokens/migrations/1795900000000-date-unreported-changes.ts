import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A change says since when it waits for the audit log. */
export class DateUnreportedChanges1795900000000 implements MigrationInterface {
  readonly name = 'DateUnreportedChanges1795900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE unreported_changes ADD created_at timestamptz NOT NULL DEFAULT now()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE unreported_changes DROP created_at');
  }
}
