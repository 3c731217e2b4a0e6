import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkout } from '../workspace/checkout.mjs';
import { contractionsIn } from './contractions.mjs';

/** Those of the first release, beside which none ran. */
const lastOfFirstRelease = 1_795_710_000_000;
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));

test('migrations take nothing away that the release before still uses', () => {
  const folders = ['apps/clients/migrations', 'apps/tokens/migrations'].map((folder) =>
    join(checkout, folder),
  );
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => ({ folder, name })));
  assert.ok(files.length > 0);
  const found = files
    .filter(({ name }) => Number.parseInt(name) > lastOfFirstRelease)
    .map(({ folder, name }) => [name, contractionsIn(readFileSync(join(folder, name), 'utf8'), version)])
    .filter(([, contractions]) => contractions?.length !== 0);
  assert.deepEqual(found, []);
});

/** @param {string} statement @param {string} [comment] */
const migration = (statement, comment = '') => `
${comment}
export class Some1800000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(\`${statement}\`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE plants');
  }
}`;

for (const [statement, ...expected] of /** @type {[string, ...string[]][]} */ ([
  ['DROP TABLE plants', 'takes something away'],
  ['ALTER TABLE plants DROP size', 'takes something away'],
  ['alter table plants drop column size', 'takes something away'],
  ['ALTER TABLE plants ALTER size DROP DEFAULT', 'ends a default'],
  ['ALTER TABLE plants RENAME size TO height', 'renames something'],
  ['ALTER TABLE plants ALTER COLUMN size TYPE bigint', 'changes a type'],
  ['ALTER TABLE plants ALTER size SET DATA TYPE bigint', 'changes a type'],
  ['ALTER TABLE plants ALTER size SET NOT NULL', 'asks of a column to be filled'],
  ['ALTER TABLE plants ADD size integer NOT NULL', 'adds a column that has to be filled'],
  [
    'ALTER TABLE plants ADD height integer DEFAULT 1, ADD COLUMN size integer NOT NULL',
    'adds a column that has to be filled',
  ],
  ['ALTER TABLE plants ADD CONSTRAINT small CHECK (size < 3)', 'adds a rule that rows may break'],
  ['CREATE UNIQUE INDEX ON plants (name)', 'adds a rule that rows may break'],
  ['TRUNCATE plants', 'empties a table'],
  ["DELETE FROM plants WHERE name = 'fern'", 'empties a table'],
  ['CREATE TABLE plants (name text NOT NULL UNIQUE)'],
  ['CREATE TABLE plants (name text NOT NULL); CREATE INDEX ON plants (name)'],
  ['ALTER TABLE plants ADD size integer'],
  ['ALTER TABLE plants ADD size integer NOT NULL DEFAULT 0, ADD name text'],
  ['ALTER TABLE plants ADD place bigint GENERATED ALWAYS AS IDENTITY'],
  ['ALTER TABLE plants ALTER size DROP NOT NULL'],
  ['DROP INDEX plants_size_idx'],
  ['UPDATE plants SET size = 1 WHERE size IS NULL'],
])) {
  test(`a migration ${expected.join() || 'may be'}: ${statement}`, () => {
    assert.deepEqual(contractionsIn(migration(statement), '1.2.0'), expected);
  });
}

test('a migration may contract where it says that nothing uses it any more', () => {
  const drop = 'DROP TABLE plants';
  for (const comment of ['// Not used since v1.2.0', '/** Plants are gone. Not used since v1.1.9. */'])
    assert.deepEqual(contractionsIn(migration(drop, comment), '1.2.0'), []);
  for (const comment of ['// Not used since v1.10.0', '// Not used since v2.0.0'])
    assert.deepEqual(contractionsIn(migration(drop, comment), '1.9.0'), [
      'names a release that is yet to come',
    ]);
  for (const comment of ['// Not used', '// Not used since soon'])
    assert.deepEqual(contractionsIn(migration(drop, comment), '1.2.0'), ['takes something away']);
});
