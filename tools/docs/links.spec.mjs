import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { checkout } from '../workspace/checkout.mjs';
import { anchorsOf } from './anchors.mjs';

const pages = [
  'README.md',
  ...readdirSync(join(checkout, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

/** @param {string} page */
const textOf = (page) => readFileSync(join(checkout, page), 'utf8');

it('each link of the documentation leads to a file and a heading that are there', () => {
  const broken = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)/g)]
      .filter(([, path, anchor]) => {
        const target = path ? join(dirname(page), path) : page;
        if (!existsSync(join(checkout, target))) return true;
        return anchor && target.endsWith('.md') && !anchorsOf(textOf(target)).includes(anchor);
      })
      .map(([link]) => `${page}: ${link}`),
  );
  assert.deepEqual(broken, []);
});
