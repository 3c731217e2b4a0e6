import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@postern/persistence';
import { createTestDatabase, eventually, loggerInto, TestResources, type LogLine } from '@postern/testing';
import type { DataSource } from 'typeorm';
import { migratedSchema } from '../fixtures/clients-stage.js';
import { FailedSignInExpiry } from './expiry.js';

const resources = new TestResources();
const lines: LogLine[] = [];
const logger = loggerInto(lines);
let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await migratedSchema(await createTestDatabase(resources), resources);
});

afterAll(() => resources.release());

const keyOf = (name: string) => createHash('sha256').update(name).digest();

/** A count whose minute ends so long from now. */
function count(name: string, from: string): Promise<unknown> {
  return dataSource.query('INSERT INTO failed_sign_ins VALUES ($1, 3, now() + $2::interval)', [
    keyOf(name),
    from,
  ]);
}

async function counted(): Promise<Buffer[]> {
  const rows = await dataSource.query<{ counted: Buffer }[]>('SELECT counted FROM failed_sign_ins');
  return rows.map((row) => row.counted);
}

async function whileRunning(work: () => Promise<unknown>): Promise<void> {
  const expiry = new FailedSignInExpiry(new Database(dataSource), logger);
  expiry.onApplicationBootstrap();
  try {
    await work();
  } finally {
    await expiry.onModuleDestroy();
  }
}

describe('43: counts of failed sign-ins', () => {
  it('are deleted once their minute is over, and not before', async () => {
    await count('long ago', '-1 day');
    await count('just now', '-1 ms');
    await count('soon', '1 minute');
    await whileRunning(() => eventually('what is over is gone', async () => (await counted()).length === 1));
    expect(await counted()).toEqual([keyOf('soon')]);
  });

  it('that cannot be deleted are told of, and end nothing', async () => {
    await dataSource.query('ALTER TABLE failed_sign_ins RENAME TO elsewhere');
    await whileRunning(() => eventually('a warning', () => lines.length > 0));
    expect(lines[0]).toMatchObject({
      level: 'warn',
      msg: 'counts of failed sign-ins could not be deleted',
    });
    await dataSource.query('ALTER TABLE elsewhere RENAME TO failed_sign_ins');
  });
});
