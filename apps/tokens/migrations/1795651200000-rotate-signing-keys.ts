import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RotateSigningKeys1795651200000 implements MigrationInterface {
  readonly name = 'RotateSigningKeys1795651200000';

  async up(runner: QueryRunner): Promise<void> {
    // Tokens have lived a day at most and key sets five minutes until now.
    await runner.query(`
      ALTER TABLE signing_keys
        ALTER sealed_private_key DROP NOT NULL,
        ADD status_since timestamptz(3),
        ADD status_until timestamptz(3),
        ADD longest_token_lifetime_seconds integer NOT NULL DEFAULT 86400,
        ADD longest_key_set_age_seconds integer NOT NULL DEFAULT 300,
        ADD rotation_requested boolean NOT NULL DEFAULT false`);
    await runner.query('UPDATE signing_keys SET status_since = created_at');
    await runner.query(`
      ALTER TABLE signing_keys
        ALTER status_since SET NOT NULL,
        ALTER longest_token_lifetime_seconds DROP DEFAULT,
        ALTER longest_key_set_age_seconds DROP DEFAULT,
        ADD CONSTRAINT private_while_it_signs_or_will
          CHECK ((sealed_private_key IS NOT NULL) = (status IN ('pending', 'active'))),
        ADD CONSTRAINT until_known_but_of_the_last
          CHECK ((status_until IS NOT NULL) = (status IN ('pending', 'retiring')))`);
    await runner.query(
      `CREATE UNIQUE INDEX one_pending_signing_key ON signing_keys (status) WHERE status = 'pending'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    // What came before knows of the active key alone.
    await runner.query(`DELETE FROM signing_keys WHERE status <> 'active'`);
    await runner.query('DROP INDEX one_pending_signing_key');
    await runner.query(`
      ALTER TABLE signing_keys
        DROP CONSTRAINT private_while_it_signs_or_will,
        DROP CONSTRAINT until_known_but_of_the_last,
        DROP status_since,
        DROP status_until,
        DROP longest_token_lifetime_seconds,
        DROP longest_key_set_age_seconds,
        DROP rotation_requested,
        ALTER sealed_private_key SET NOT NULL`);
  }
}
