import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestResources } from '@postern/testing';

export interface Interference {
  /** Awaited before a request is passed on. */
  readonly before?: (method: string, path: string) => Promise<void> | void;
  /** Whether it is answered here, with 400. */
  readonly refuses?: (method: string, path: string) => boolean;
  /** Whether the answer is withheld and the connection cut. */
  readonly loses?: (method: string, path: string) => boolean;
}

/** A proxy in front of the gateway, in which things go wrong as told. Resolves with its URL. */
export async function interferingProxy(
  resources: TestResources,
  target: string,
  { before, refuses, loses }: Interference,
): Promise<string> {
  const pass = async (asked: IncomingMessage, answer: ServerResponse) => {
    const { method = '', url = '', headers } = asked;
    await before?.(method, url);
    if (refuses?.(method, url) === true) {
      asked.resume();
      answer.writeHead(400).end();
      return;
    }
    const passed = request(`${target}${url}`, { method, headers }, (reply) => {
      if (loses?.(method, url) === true) {
        reply.resume().once('end', () => answer.destroy());
        return;
      }
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    passed.once('error', () => answer.destroy());
    asked.pipe(passed);
  };
  const server = createServer((asked, answer) => void pass(asked, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  resources.add(server, () => {
    server.closeAllConnections();
    server.close();
    return Promise.resolve();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
