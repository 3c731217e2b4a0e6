import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Emails are ASCII, and their letter case is that of ASCII. In a database of another language it might be another: to
 * Turkish, `I` and `i` are two letters.
 */
export class CompareEmailsAsAscii1795710000000 implements MigrationInterface {
  readonly name = 'CompareEmailsAsAscii1795710000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE administrators ALTER email TYPE text COLLATE "C"');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE administrators ALTER email TYPE text COLLATE "default"');
  }
}
