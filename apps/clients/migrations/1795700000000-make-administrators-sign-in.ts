import { ADMINISTRATOR_ID, encodeBase62 } from '@postern/contracts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Administrators get names, a version, and IDs in the form that other things have; the audit log calls them by these.
 * Failed sign-ins are counted. An ID says the same 128 bits in both forms, so that going back finds the old ones.
 */
export class MakeAdministratorsSignIn1795700000000 implements MigrationInterface {
  readonly name = 'MakeAdministratorsSignIn1795700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE administrators ALTER administrator_id TYPE text');
    await rename(runner, UUID, (id) => `adm_${encodeBase62(Buffer.from(id.replaceAll('-', ''), 'hex'), 22)}`);
    await runner.query(`
      ALTER TABLE administrators
        ADD first_name text NOT NULL DEFAULT 'First',
        ADD last_name text NOT NULL DEFAULT 'Administrator',
        ADD password_change_required boolean NOT NULL DEFAULT false,
        ADD tokens_since integer NOT NULL DEFAULT 1,
        ADD version integer NOT NULL DEFAULT 1,
        ADD updated_at timestamptz(3),
        ADD last_signed_in_at timestamptz(3)`);
    await runner.query('UPDATE administrators SET updated_at = created_at');
    await runner.query('ALTER TABLE administrators ALTER updated_at SET NOT NULL');
    await runner.query('ALTER INDEX administrators_lower_idx RENAME TO one_administrator_per_email');
    // Not logged: what is counted here is worth nothing after a crash.
    await runner.query(`
      CREATE UNLOGGED TABLE failed_sign_ins (
        counted bytea PRIMARY KEY,
        failures integer NOT NULL,
        ends_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX ON failed_sign_ins (ends_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE failed_sign_ins');
    await runner.query('ALTER INDEX one_administrator_per_email RENAME TO administrators_lower_idx');
    await runner.query(`
      ALTER TABLE administrators
        DROP first_name, DROP last_name, DROP password_change_required, DROP tokens_since, DROP version,
        DROP updated_at, DROP last_signed_in_at`);
    await rename(runner, ADMINISTRATOR_ID, (id) => decodeBase62(id.slice('adm_'.length)));
    await runner.query(
      'ALTER TABLE administrators ALTER administrator_id TYPE uuid USING administrator_id::uuid',
    );
  }
}

/** Gives each administrator with an ID of one form one of the other, there and in the audit log. */
async function rename(runner: QueryRunner, form: RegExp, toOther: (id: string) => string): Promise<void> {
  const rows = (await runner.query(`
    SELECT administrator_id AS id FROM administrators
    UNION SELECT subject_id FROM audit_events WHERE subject_type = 'administrator'
    UNION SELECT actor_id FROM audit_events WHERE actor_type = 'administrator'`)) as { id: string }[];
  const before = rows.map(({ id }) => id).filter((id) => form.test(id));
  const ids = [before, before.map(toOther)];
  for (const [table, column, condition] of [
    ['administrators', 'administrator_id', 'true'],
    ['audit_events', 'subject_id', "subject_type = 'administrator'"],
    ['audit_events', 'actor_id', "actor_type = 'administrator'"],
  ])
    await runner.query(
      `UPDATE ${table} SET ${column} = renamed.after FROM unnest($1::text[], $2::text[]) AS renamed (before, after)
       WHERE ${column} = renamed.before AND ${condition}`,
      ids,
    );
}

/** 128 bits in base62 as a UUID. */
function decodeBase62(text: string): string {
  let number = 0n;
  for (const letter of text) number = number * 62n + BigInt(ALPHABET.indexOf(letter));
  return number
    .toString(16)
    .padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
