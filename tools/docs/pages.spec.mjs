import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { checkout } from '../workspace/checkout.mjs';
import { generatePages } from './pages.mjs';

test('the generated pages of docs are those that the code makes; `npm run docs` writes them', async () => {
  for (const { path, text } of await generatePages(checkout))
    assert.equal(await readFile(path, 'utf8'), text);
});
