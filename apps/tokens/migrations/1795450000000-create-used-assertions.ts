import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsedAssertions1795450000000 implements MigrationInterface {
  readonly name = 'CreateUsedAssertions1795450000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE used_assertions (
        client_id text NOT NULL,
        jti_digest bytea NOT NULL,
        forgotten_at timestamptz NOT NULL,
        PRIMARY KEY (client_id, jti_digest)
      )`);
    await runner.query('CREATE INDEX ON used_assertions (forgotten_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE used_assertions');
  }
}
