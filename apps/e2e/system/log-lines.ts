import { readFile } from 'node:fs/promises';
import type { OwnPostern } from './own-postern.js';

export type LogLine = Readonly<Record<string, unknown>>;

/** What all services have logged so far, the lines of each in their order. */
export async function logLines(postern: OwnPostern): Promise<LogLine[]> {
  const logs = await Promise.all(postern.services.map(({ logFile }) => readFile(logFile, 'utf8')));
  return logs.flatMap((log) =>
    log
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as LogLine),
  );
}
