import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
/** Nobody listens there: it is taken by no server, and given to no client. */
const NOWHERE = 'postgres://postern_migrations:canary-7d21@127.0.0.1:1/postern';

it.each(['clients', 'tokens'])(
  'a migration of %s that cannot reach Postgres says so in one log line, and fails',
  async (service) => {
    const program = join(ROOT, 'apps', service, 'dist/migrate.js');
    const child = spawn(process.execPath, [program], { env: { DATABASE_URL: NOWHERE, LOG_FORMAT: 'json' } });
    const [said, complained, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number]>,
    ]);
    expect([code, complained]).toEqual([1, '']);
    const lines = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'fatal',
        service,
        err: expect.objectContaining({ code: 'ECONNREFUSED' }),
      }),
    ]);
    expect(said).not.toContain('canary-7d21');
  },
);
