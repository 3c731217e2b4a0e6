// Runs as a process of its own, started by guard.mjs. Reads from its input which processes there are;
// the end of the input means that their launcher is gone, and then ends all that are left.
import { createInterface } from 'node:readline';
import { endProcess } from './signals.mjs';

/** @type {Map<number, import('./signals.mjs').Seen>} */
const kept = new Map();

// Signals meant for the launcher's group or terminal are not for the keeper: its input decides.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.identity === undefined) kept.delete(message.pid);
  else kept.set(message.pid, message);
}

// What was started last depends on what was started before it.
for (const seen of [...kept.values()].reverse()) await endProcess(seen);
