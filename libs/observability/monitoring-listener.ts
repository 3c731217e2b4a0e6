import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics/metrics.js';
import type { Readiness } from './readiness.js';

/** What one caller may cost. Sizes in bytes, times in milliseconds. */
const LIMITS: ServerOptions = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 500,
};
const MOST_CONNECTIONS = 64;

export interface MonitoringAddress {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
}

/** What is told at it. */
interface Monitored {
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  readonly readiness: Readiness;
  readonly logger: Logger;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

type About = (monitored: Monitored) => Answer | Promise<Answer>;

/**
 * Answers probes and Prometheus for a service without an HTTP surface, and nothing else. That it lives says that its
 * event loop turns; that depends on no other part, so no outage elsewhere has a process killed.
 */
export class MonitoringListener {
  private readonly server: Server;

  private constructor(private readonly monitored: Monitored) {
    this.server = createServer(LIMITS, (request, response) => {
      void this.answer(request).then(({ status, type, body }) => {
        response.writeHead(status, {
          'Content-Type': type,
          'Content-Length': Buffer.byteLength(body),
          'Cache-Control': 'no-store',
          ...(status === 405 && { Allow: 'GET, HEAD' }),
          // What there is of a body is not waited for.
          ...(hasBody(request) && { Connection: 'close' }),
        });
        response.end(body);
      });
    });
    this.server.maxConnections = MOST_CONNECTIONS;
  }

  /** @throws Error that says where it cannot listen, and why */
  static async listen(address: MonitoringAddress, monitored: Monitored): Promise<MonitoringListener> {
    const listener = new MonitoringListener(monitored);
    const { server } = listener;
    try {
      server.listen(address);
      await once(server, 'listening');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = code === 'EADDRINUSE' ? 'it is in use' : (code ?? message);
      const where = `${address.host}, port ${address.port}`;
      throw new Error(`MONITORING_PORT: cannot listen on ${where}: ${why}`, { cause: error });
    }
    monitored.logger.info({ host: address.host, port: listener.port }, 'answers probes and Prometheus');
    return listener;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends at once, whoever is still connected. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const about = ABOUT.get(request.url?.split('?', 1)[0] ?? '');
    if (about === undefined) return said(404, 'not found');
    if (request.method !== 'GET' && request.method !== 'HEAD') return said(405, 'method not allowed');
    if (hasBody(request)) return said(413, 'no body is taken');
    try {
      return await about(this.monitored);
    } catch (error) {
      this.monitored.logger.error({ err: error }, 'cannot tell what is measured');
      return said(500, 'failed');
    }
  }
}

const ABOUT: ReadonlyMap<string, About> = new Map<string, About>([
  ['/health/live', () => said(200, 'live')],
  ['/health/ready', ({ readiness: { status } }) => said(status === 'ready' ? 200 : 503, status)],
  ['/metrics', ({ metrics }) => scraped(metrics)],
]);

async function scraped(metrics: Monitored['metrics']): Promise<Answer> {
  return { status: 200, type: metrics.contentType, body: await metrics.text() };
}

function said(status: number, text: string): Answer {
  return { status, type: 'application/json', body: JSON.stringify({ status: text }) };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
