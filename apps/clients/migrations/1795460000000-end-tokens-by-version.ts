import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * In place of an epoch of its tokens a client has versions since which they count, for all and for each API. Tokens
 * from before are of no version that counts.
 */
export class EndTokensByVersion1795460000000 implements MigrationInterface {
  readonly name = 'EndTokensByVersion1795460000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE application_clients
        ADD tokens_since integer NOT NULL DEFAULT 1,
        ADD management_since integer NOT NULL DEFAULT 1`);
    await runner.query(`
      UPDATE application_clients SET
        tokens_since = version,
        management_since = version,
        grants = (
          SELECT coalesce(jsonb_agg(one || jsonb_build_object('since', version) ORDER BY place), '[]')
          FROM jsonb_array_elements(grants) WITH ORDINALITY AS g (one, place)
        )`);
    await runner.query('ALTER TABLE application_clients DROP token_epoch');
  }

  async down(runner: QueryRunner): Promise<void> {
    // A token says a version of its client where an epoch was: one above the highest is none that a token has.
    await runner.query('ALTER TABLE application_clients ADD token_epoch integer NOT NULL DEFAULT 0');
    await runner.query(`
      UPDATE application_clients SET
        token_epoch = version + 1,
        grants = (
          SELECT coalesce(jsonb_agg(one - 'since' ORDER BY place), '[]')
          FROM jsonb_array_elements(grants) WITH ORDINALITY AS g (one, place)
        )`);
    await runner.query('ALTER TABLE application_clients DROP tokens_since, DROP management_since');
  }
}
