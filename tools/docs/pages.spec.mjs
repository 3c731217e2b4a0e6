import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkout } from '../workspace/checkout.mjs';
import { generatePages } from './pages.mjs';

test('the generated pages of docs are those that the code makes; `npm run docs` writes them', async () => {
  for (const { path, text } of await generatePages(checkout))
    assert.equal(await readFile(path, 'utf8'), text);
});

test('each line of the checklist is proved by a test that bears its number', async () => {
  const page = await readFile(join(checkout, 'docs/checklist.md'), 'utf8');
  const lines = [...page.matchAll(/^- \*\*(\d+)\.\*\*/gm)].map(([, number]) => Number(number));
  const files = ['apps', 'libs'].map(async (folder) =>
    (await readdir(join(checkout, folder), { recursive: true })).map((file) => join(folder, file)),
  );
  const tests = (await Promise.all(files)).flat().filter((file) => /\.(spec|int-spec|e2e)\.ts$/.test(file));
  const proved = new Set();
  for (const file of tests) {
    const text = await readFile(join(checkout, file), 'utf8');
    for (const [, numbers] of text.matchAll(/['"`](\d+(?:, \d+)*)(?::|',)/g))
      for (const number of numbers?.split(', ') ?? []) proved.add(Number(number));
  }
  assert.ok(lines.length > 0);
  assert.deepEqual(
    lines.filter((number) => !proved.has(number)),
    [],
  );
});
