import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRevokedTokens1795424400000 implements MigrationInterface {
  readonly name = 'CreateRevokedTokens1795424400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE revoked_tokens (
        jti text PRIMARY KEY,
        expires_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX revoked_tokens_by_expiry ON revoked_tokens (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE revoked_tokens');
  }
}
