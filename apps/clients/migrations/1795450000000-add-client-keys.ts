import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddClientKeys1795450000000 implements MigrationInterface {
  readonly name = 'AddClientKeys1795450000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE application_clients
        ADD token_endpoint_auth_method text NOT NULL DEFAULT 'client_secret_basic'
          CHECK (token_endpoint_auth_method IN ('client_secret_basic', 'private_key_jwt')),
        ADD jwks jsonb,
        ADD jwks_uri text,
        ADD CONSTRAINT keys_where_they_authenticate CHECK (
          num_nonnulls(jwks, jwks_uri) = CASE token_endpoint_auth_method WHEN 'private_key_jwt' THEN 1 ELSE 0 END
        )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE application_clients DROP token_endpoint_auth_method, DROP jwks, DROP jwks_uri',
    );
  }
}
