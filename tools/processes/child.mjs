import { spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { Problem } from '../report/problem.mjs';
import { guard, release } from './guard.mjs';
import { identityOf } from './identity.mjs';
import { writeRecord } from './record.mjs';
import { signalGroup } from './signals.mjs';

/**
 * @typedef {object} ProcessOptions
 * @property {string} program
 * @property {string[]} [args]
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [cwd]
 * @property {{ uid: number, gid: number } | undefined} [user] run as this user (root only)
 * @property {string | 'inherit'} output file that its output is appended to, or our own terminal
 * @property {string} [input] what it reads from its standard input; nothing unless given
 * @property {boolean} [ipc] with a message channel, as `process.send` in a Node program needs it
 * @property {NodeJS.Signals} [stopSignal] asks it to end in good order; SIGTERM unless given
 * @property {number} [graceMs] how long it may take over that before SIGKILL; 10,000 unless given
 * @property {string} [record] file that names the process for as long as it runs
 */

/**
 * @typedef {object} Exit
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {Error} [error] why it could not be started at all
 */

/**
 * @typedef {object} RunningProcess
 * @property {number} pid
 * @property {import('node:child_process').ChildProcess} child
 * @property {Promise<Exit>} exited never rejects
 * @property {() => boolean} running
 * @property {() => Promise<void>} stop asks it to end, kills it when it does not; resolves when it is gone
 * @property {(signal: NodeJS.Signals) => void} kill
 */

/** @type {Set<RunningProcess>} in the order in which they were started */
const all = new Set();
let ending = false;

/** Ends every process that was started here, the last one first, and lets no more start. */
export async function endAllProcesses() {
  ending = true;
  for (const running of [...all].reverse()) await running.stop();
}

/**
 * Starts a program in a session of its own, so that Ctrl-C at the terminal reaches only us, and under
 * guard, so that it does not outlive us.
 * @param {ProcessOptions} options
 * @returns {RunningProcess} when the program cannot be started, `exited` says why
 */
export function startProcess(options) {
  if (ending) throw new Problem('Stopping: nothing is started any more.');
  const { stopSignal = 'SIGTERM', graceMs = 10_000, record } = options;
  const child = spawnDetached(options);
  const pid = child.pid ?? 0;
  const seen = { pid, identity: identityOf(pid) ?? '', stopSignal, graceMs };
  if (pid !== 0) {
    guard(seen);
    if (record !== undefined) writeRecord(record, seen);
  }

  let running = pid !== 0;
  /** @type {Promise<Exit>} */
  const exited = new Promise((resolve) => {
    /** @param {Exit} exit */
    const ended = (exit) => {
      running = false;
      all.delete(started);
      if (pid !== 0) release(pid);
      if (record !== undefined) rmSync(record, { force: true });
      resolve(exit);
    };
    // With a pid, an error is about a message or a signal that could not be sent: it has not ended.
    child.on('error', (error) => {
      if (pid === 0) ended({ code: null, signal: null, error });
    });
    child.once('exit', (code, signal) => ended({ code, signal }));
  });

  /** @type {RunningProcess} */
  const started = {
    pid,
    child,
    exited,
    running: () => running,
    kill: (signal) => {
      if (running) signalGroup(pid, signal);
    },
    stop: async () => {
      if (!running) return;
      signalGroup(pid, stopSignal);
      const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
      // What it had started itself and left behind.
      signalGroup(pid, 'SIGKILL');
    },
  };
  all.add(started);
  return started;
}

/** @param {ProcessOptions} options */
function spawnDetached({ program, args = [], env, cwd, user, output, input, ipc = false }) {
  const sink = output === 'inherit' ? 'inherit' : openSync(output, 'a', 0o600);
  const source = input === undefined ? 'ignore' : 'pipe';
  try {
    const child = spawn(program, args, {
      env,
      cwd,
      ...user,
      detached: true,
      stdio: ipc ? [source, sink, sink, 'ipc'] : [source, sink, sink],
    });
    // A program that ends without reading all of it says why in its output.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    return child;
  } finally {
    if (typeof sink === 'number') closeSync(sink);
  }
}

/**
 * @param {Exit} exit
 * @returns {string} in words, for a message
 */
export function describeExit({ code, signal, error }) {
  if (error !== undefined) return error.message;
  return signal === null ? `exit code ${code}` : signal;
}
