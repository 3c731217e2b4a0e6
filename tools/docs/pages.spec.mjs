import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { checkout } from '../workspace/checkout.mjs';
import { generatePages } from './pages.mjs';

test('the generated pages of docs are those that the code makes; `npm run docs` writes them', async () => {
  for (const { path, text } of await generatePages(checkout))
    assert.equal(await readFile(path, 'utf8'), text);
});

test('the API document is OpenAPI 3.1, and a linter has nothing to say about it', async () => {
  const source = await readFile(join(checkout, 'docs/openapi.json'), 'utf8');
  // There is no license; and what asks for nothing (probes, metadata) refuses nobody.
  const rules = /** @type {const} */ ({ 'info-license': 'off', 'operation-4xx-response': 'off' });
  const config = await createConfig({ extends: ['recommended-strict'], rules });
  const problems = await lintFromString({ source, config, absoluteRef: 'openapi.json' });
  const told = problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]);
  assert.deepEqual([told, JSON.parse(source).openapi], [[], '3.1.0']);
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
