import type { Server } from '@postern/tools/servers';
import type { Service } from '@postern/tools/system';

type Process = Server | Service;

/** Does something while processes hang: they keep their connections and answer nothing. */
export async function whileHanging(
  processes: readonly Pick<Process, 'kill'>[],
  work: () => Promise<void>,
): Promise<void> {
  try {
    for (const one of processes) one.kill('SIGSTOP');
    await work();
  } finally {
    for (const one of processes) one.kill('SIGCONT');
  }
}

/** Does something while processes are stopped, or killed, and starts them again. */
export async function whileDown(
  processes: readonly Process[],
  work: () => Promise<void>,
  how: 'stopped' | 'killed' = 'stopped',
): Promise<void> {
  if (how === 'killed') for (const one of processes) one.kill('SIGKILL');
  await Promise.all(processes.map((one) => one.stop()));
  try {
    await work();
  } finally {
    await Promise.all(processes.map((one) => one.restart()));
  }
}
