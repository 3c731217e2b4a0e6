import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Postern } from './postern.js';
import { query, withRedis } from './stores.js';

/** All that the system has left behind, by where it is: logs, tables, keys of Redis, files of JetStream, metrics. */
export async function readTraces(postern: Postern): Promise<Map<string, Buffer>> {
  const found = await Promise.all([
    filesBelow(join(postern.home, 'logs')),
    filesBelow(join(postern.home, 'nats', 'jetstream')),
    tables(postern),
    keys(postern),
    metrics(postern),
  ]);
  return new Map(found.flat());
}

/** The places that hold `value` as it is, in hex as Postgres shows bytes, or in base64. */
export function placesOf(value: string | Buffer, traces: ReadonlyMap<string, Buffer>): string[] {
  const bytes = Buffer.from(value);
  const forms = [
    bytes,
    ...[bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')].map(
      (text) => Buffer.from(text),
    ),
  ];
  return [...traces]
    .filter(([, trace]) => forms.some((form) => trace.includes(form)))
    .map(([place]) => place);
}

/** Files come and go while they are read: what one held that is gone is in what has come in its place. */
async function filesBelow(folder: string): Promise<[string, Buffer][]> {
  for (;;) {
    try {
      return await readBelow(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

async function readBelow(folder: string): Promise<[string, Buffer][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file): Promise<[string, Buffer]> => [file, await readFile(file)]));
}

async function tables(postern: Postern): Promise<[string, Buffer][]> {
  const names = await query<{ name: string }>(
    postern,
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_schema NOT IN ('information_schema', 'pg_catalog')`,
  );
  return Promise.all(
    names.map(async ({ name }): Promise<[string, Buffer]> => {
      const rows = await query<{ row: string }>(
        postern,
        `SELECT row_to_json(t)::text AS row FROM ${name} AS t`,
      );
      return [`table ${name}`, Buffer.from(rows.map(({ row }) => row).join('\n'))];
    }),
  );
}

async function metrics(postern: Postern): Promise<[string, Buffer][]> {
  return [['metrics', Buffer.from((await postern.ask('/metrics')).body)]];
}

function keys(postern: Postern): Promise<[string, Buffer][]> {
  return withRedis(postern, async (redis) => {
    const names = await redis.keys('*');
    const contents = names.map(async (name): Promise<[string, Buffer]> => {
      const content = await contentOf(redis, name);
      return [`Redis ${name}`, Buffer.from(`${name} ${content}`)];
    });
    return Promise.all(contents);
  });
}

/** @throws Error for a kind of key that is not known here, so that nothing goes unlooked at */
async function contentOf(redis: Redis, name: string): Promise<string> {
  const type = await redis.type(name);
  if (type === 'string') return (await redis.get(name)) ?? '';
  if (type === 'hash') return JSON.stringify(await redis.hgetall(name));
  if (type === 'zset') return JSON.stringify(await redis.zrange(name, '0', '-1', 'WITHSCORES'));
  // A lease that was there a moment ago.
  if (type === 'none') return '';
  throw new Error(`How is a ${type} read?`);
}
