import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { temporaryFolder } from '../fixtures/small-checkout.mjs';
import { findPreviousRelease } from './previous-release.mjs';

/** @type {string} */
let folder;
before(() => (folder = temporaryFolder()));
after(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A repository with a commit for each, which has these tags.
 * @param {string} name
 * @param {string[][]} commits
 */
function repository(name, commits) {
  const root = join(folder, name);
  mkdirSync(root);
  /** @param {string[]} args */
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: root });
  git('init', '--quiet');
  for (const tags of commits) {
    git('commit', '--quiet', '--allow-empty', '--message', 'chore: nothing');
    for (const tag of tags) git('tag', tag);
  }
  return { root, git };
}

test('the previous release is the newest one that is not this one', async () => {
  const { root } = repository('tagged', [['v0.9.0'], ['v0.10.0', 'other'], ['w1.0.0']]);
  assert.deepEqual(await findPreviousRelease(root), { tag: 'v0.10.0' });
  const { root: released } = repository('released', [['v0.9.0'], ['v0.10.0']]);
  assert.deepEqual(await findPreviousRelease(released), { tag: 'v0.9.0' });
});

test('the previous release is none of another branch', async () => {
  const { root, git } = repository('branched', [['v1.0.0'], []]);
  git('checkout', '--quiet', '-b', 'other');
  git('commit', '--quiet', '--allow-empty', '--message', 'chore: nothing');
  git('tag', 'v2.0.0');
  git('checkout', '--quiet', '-');
  assert.deepEqual(await findPreviousRelease(root), { tag: 'v1.0.0' });
});

test('without an earlier release the reason is told', async () => {
  const { root } = repository('first', [[], ['v1.0.0']]);
  const reason = 'there is no earlier tag v… in this checkout';
  assert.deepEqual(await findPreviousRelease(root), { tag: undefined, reason });
  const bare = join(folder, 'no repository');
  mkdirSync(bare);
  assert.deepEqual(await findPreviousRelease(bare), { tag: undefined, reason: 'this is no checkout of git' });
});
