import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const keeperProgram = fileURLToPath(new URL('keeper.mjs', import.meta.url));

/** @type {Map<number, import('./signals.mjs').Seen>} in the order in which they were started */
const guarded = new Map();

/** @type {import('node:child_process').ChildProcess | undefined} */
let keeper;

/**
 * Makes sure that this process does not outlive us, however we end: a keeper process ends it as soon as
 * the pipe between us and the keeper breaks, which even SIGKILL brings about.
 * @param {import('./signals.mjs').Seen} seen
 */
export function guard(seen) {
  guarded.set(seen.pid, seen);
  if (keeper === undefined) startKeeper();
  else tell(seen);
}

/**
 * @param {number} pid a process that has ended
 */
export function release(pid) {
  guarded.delete(pid);
  if (guarded.size > 0) {
    tell({ pid });
    return;
  }
  // Nothing left to keep: the keeper reads the end of its input and goes.
  const idle = keeper;
  keeper = undefined;
  idle?.stdin?.end();
}

function startKeeper() {
  const started = spawn(process.execPath, [keeperProgram], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    env: {},
  });
  keeper = started;
  // Neither the keeper nor the pipe may keep this process from ending.
  started.unref();
  /** @type {import('node:net').Socket} */ (started.stdin).unref();
  started.stdin.on('error', () => {});
  started.on('error', () => {});
  started.on('exit', () => {
    if (keeper !== started) return;
    keeper = undefined;
    if (guarded.size > 0) startKeeper();
  });
  for (const seen of guarded.values()) tell(seen);
}

/** @param {import('./signals.mjs').Seen | { pid: number }} message without an identity: it has ended */
function tell(message) {
  keeper?.stdin?.write(`${JSON.stringify(message)}\n`);
}
