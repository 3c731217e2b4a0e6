import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSigningKeys1795392000000 implements MigrationInterface {
  readonly name = 'CreateSigningKeys1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE signing_keys (
        kid text PRIMARY KEY,
        algorithm text NOT NULL,
        status text NOT NULL CHECK (status IN ('pending', 'active', 'retiring', 'retired')),
        public_jwk jsonb NOT NULL,
        sealed_private_key bytea NOT NULL,
        created_at timestamptz(3) NOT NULL
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX one_active_signing_key ON signing_keys (status) WHERE status = 'active'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE signing_keys');
  }
}
