import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@postern/persistence';
import { createTestDatabase, eventually, TestResources, loggerInto, type LogLine } from '@postern/testing';
import type { DataSource } from 'typeorm';
import { migratedSchema } from '../fixtures/clients-stage.js';
import { IdempotencyExpiry } from './expiry.js';

const resources = new TestResources();
const lines: LogLine[] = [];
const logger = loggerInto(lines);
let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await migratedSchema(await createTestDatabase(resources), resources);
});

afterAll(() => resources.release());

/** A kept reply that expires so long from now. */
function keep(caller: string, from: string): Promise<unknown> {
  return dataSource.query(
    `INSERT INTO idempotency_keys VALUES ($1, '\\x00', '\\x00', '\\x00', now() + $2::interval)`,
    [caller, from],
  );
}

async function callers(): Promise<string[]> {
  const rows = await dataSource.query<{ caller: string }[]>(
    'SELECT caller FROM idempotency_keys ORDER BY caller',
  );
  return rows.map(({ caller }) => caller);
}

async function whileRunning(work: () => Promise<unknown>): Promise<void> {
  const expiry = new IdempotencyExpiry(new Database(dataSource), logger);
  expiry.onApplicationBootstrap();
  try {
    await work();
  } finally {
    await expiry.onModuleDestroy();
  }
}

describe('32: kept replies', () => {
  it('are deleted once their time is over, and not before', async () => {
    await keep('long ago', '-1 day');
    await keep('just now', '-1 ms');
    await keep('soon', '1 minute');
    await whileRunning(() => eventually('what is over is gone', async () => (await callers()).length === 1));
    expect(await callers()).toEqual(['soon']);
  });

  it('that cannot be deleted are told of, and end nothing', async () => {
    await dataSource.query('ALTER TABLE idempotency_keys RENAME TO elsewhere');
    const warning = { level: 'warn', msg: 'expired idempotency keys could not be deleted' };
    await whileRunning(() => eventually('a warning', () => lines.length > 0));
    expect(lines[0]).toMatchObject(warning);
    await dataSource.query('ALTER TABLE elsewhere RENAME TO idempotency_keys');
  });
});
