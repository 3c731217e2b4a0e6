import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, deferred, TestResources } from '@postern/testing';
import type { DataSource } from 'typeorm';
import { connectGarden } from './fixtures/garden.js';
import { lockNumber, lockUntilCommit, type Lock } from './locks.js';

const resources = new TestResources();
let source: DataSource;

beforeAll(async () => {
  const url = await createTestDatabase(resources);
  source = resources.add(await connectGarden(url), (opened) => opened.destroy());
});
afterAll(() => resources.release());

/** Whether somebody else could have the lock at this moment. */
async function isFree(lock: Lock): Promise<boolean> {
  const rows = await source.query<[{ free: boolean }]>('SELECT pg_try_advisory_xact_lock($1) AS free', [
    lockNumber(lock),
  ]);
  return rows[0].free;
}

describe('a lock', () => {
  it('is of one thing alone, and ends with its transaction', async () => {
    const held = deferred();
    const locked = deferred();
    const holder = source.transaction(async (manager) => {
      await lockUntilCommit(manager, 'audit log');
      locked.resolve();
      await held.promise;
    });
    await locked.promise;
    expect(await isFree('audit log')).toBe(false);
    expect(await isFree('steps of signing keys')).toBe(true);
    held.resolve();
    await holder;
    expect(await isFree('audit log')).toBe(true);
  });
});
