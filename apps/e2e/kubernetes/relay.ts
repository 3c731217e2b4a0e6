import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { TestResources } from '@postern/testing';

/** A way to a server that is one pod's alone, so that who goes it is known. */
export interface Relay {
  readonly port: number;
  /** Whether anybody ever came. */
  used(): boolean;
}

/** @param target port of the server, on this machine */
export async function relayTo(resources: TestResources, target: number): Promise<Relay> {
  let used = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    used = true;
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.once('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.on('error', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  resources.add(server, () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, used: () => used };
}
