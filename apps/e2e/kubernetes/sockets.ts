import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A TCP socket of a process. */
interface ProcessSocket {
  readonly localPort: number;
  readonly remotePort: number;
  readonly listens: boolean;
}

/** Whether a machine tells which process has which socket. */
export const TELLS_SOCKETS = process.platform === 'linux';
const LISTEN = '0A';

/** The TCP sockets that a process has at this moment, as Linux tells them. */
export function socketsOf(pid: number): ProcessSocket[] {
  const own = new Set(descriptorsOf(pid));
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => own.has(`socket:[${fields[9]}]`))
      .map(([, local = '', remote = '', state]) => ({
        localPort: portOf(local),
        remotePort: portOf(remote),
        listens: state === LISTEN,
      })),
  );
}

function descriptorsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(`${folder}/${name}`)];
    } catch {
      // Closed meanwhile.
      return [];
    }
  });
}

/** @param address in hexadecimal, as `0100007F:0BB8` */
function portOf(address: string): number {
  return Number.parseInt(address.split(':')[1] ?? '', 16);
}
