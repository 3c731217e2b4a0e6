import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TestResources } from './test-resources.js';
import { readSpans, type ExportedSpan } from './trace-protocol.js';

/**
 * Takes traces by OTLP over HTTP, as an OpenTelemetry collector does. A stand-in: there is no package of a real one, and
 * what it would add, storing and showing, is not what is tested. What it is sent it reads by the definition of the protocol.
 */
export class TestCollector {
  readonly spans: ExportedSpan[] = [];
  /** All that arrived, as it came. */
  readonly bodies: Buffer[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  /** What it does with a batch: takes it, refuses it with this status, or never answers. */
  behaviour: 'takes' | 'hangs' | number = 'takes';

  private constructor(private readonly server: Server) {}

  static async start(resources: TestResources): Promise<TestCollector> {
    const server = createServer();
    const collector = new TestCollector(server);
    server.on('request', (request, response) => {
      void buffer(request).then((body) => {
        collector.receive(request.url ?? '', request.headers, body, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return resources.add(collector, () => collector.stop());
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Spans of a trace, those that arrived so far. */
  trace(traceId: string): ExportedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  private receive(path: string, headers: IncomingHttpHeaders, body: Buffer, response: ServerResponse): void {
    this.bodies.push(body);
    this.headers.push(headers);
    if (this.behaviour === 'hangs') return;
    if (this.behaviour === 'takes' && path === '/v1/traces') this.spans.push(...readSpans(body));
    const status = path === '/v1/traces' ? 200 : 404;
    response.writeHead(this.behaviour === 'takes' ? status : this.behaviour).end();
  }

  private async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}
