import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import type { Credentials } from './postern.js';

const PROGRAM = fileURLToPath(new URL('../../manage/dist/main.js', import.meta.url));

export interface Outcome {
  readonly code: number;
  /** What stands on the standard output. */
  readonly output: string;
  /** What stands on the standard error. */
  readonly error: string;
}

/** Runs the program that makes Postern as files declare it, as a pipeline does. */
export function manage(url: string, client: Credentials, args: readonly string[]): Promise<Outcome> {
  return runManage(
    {
      POSTERN_URL: url,
      POSTERN_CLIENT_ID: client.client_id,
      POSTERN_CLIENT_SECRET: client.client_secret,
    },
    args,
  );
}

/** The same with settings of one's own. */
export async function runManage(settings: Record<string, string>, args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: settings,
  });
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  const [output, error, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output, error };
}
