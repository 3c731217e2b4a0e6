import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestResources } from '@postern/testing';

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What a request looked like to the server that it reached. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: NodeJS.Dict<string[]>;
}

/** A server behind the edge. It says what it has seen unless told to do otherwise. */
export class Upstream {
  readonly seen: Seen[] = [];
  /** It reads all of a request before it answers: a connection that closes over unread data takes the answer along. */
  private readonly sayWhatWasSeen: Handler = (request, response) =>
    request.resume().once('end', () => response.end(JSON.stringify(this.seen.at(-1))));
  handler = this.sayWhatWasSeen;

  private constructor(readonly port: number) {}

  static async start(resources: TestResources): Promise<Upstream> {
    const server = createServer((request, response) => {
      const { method = '', url = '', headersDistinct: headers } = request;
      upstream.seen.push({ method, url, headers });
      upstream.handler(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const upstream = new Upstream((server.address() as AddressInfo).port);
    resources.add(server, () => {
      server.closeAllConnections();
      server.close();
    });
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  reset(): void {
    this.seen.length = 0;
    this.handler = this.sayWhatWasSeen;
  }
}
