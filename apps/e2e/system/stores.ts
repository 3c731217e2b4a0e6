import { Redis } from 'ioredis';
import { Client, type QueryResultRow } from 'pg';
import type { Postern } from './postern.js';

/** Rows of one statement, asked of Postgres behind the services' back. */
export async function query<Row extends QueryResultRow>(
  postern: Postern,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: postern.address.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

/** Does something while nobody else can read or write a table. */
export async function whileLocked(postern: Postern, table: string, work: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: postern.address.databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    await work();
  } finally {
    await client.end();
  }
}

/** Does something to Redis behind the services' back. */
export async function withRedis<T>(postern: Postern, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(postern.address.redisUrl);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

export function emptyRedis(postern: Postern): Promise<'OK'> {
  return withRedis(postern, (redis) => redis.flushall());
}
