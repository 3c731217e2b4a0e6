import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddAllowedAddresses1795660000000 implements MigrationInterface {
  readonly name = 'AddAllowedAddresses1795660000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE application_clients ADD allowed_addresses text[] NOT NULL DEFAULT '{}'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE application_clients DROP allowed_addresses');
  }
}
