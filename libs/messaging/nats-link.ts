import { setTimeout as delay } from 'node:timers/promises';
import { connect, type NatsConnection, PermissionViolationError } from '@nats-io/transport-node';
import { causeOf, type Logger, Metrics } from '@postern/observability';
import { ConnectionMetrics } from './connection-metrics.js';

/** Pause between two tries of the first connection; milliseconds. */
const RETRY_MS = 200;

export interface NatsLinkOptions {
  /** One URL or several with commas between; user and password are those of the first. One with `tls:` means TLS for all. */
  readonly url: string;
  /** PEM files, of which one that is given means TLS: the server's CA, and a certificate of our own with its key. */
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  /** Name of the service: names the connection, and its own inbox prefix. */
  readonly service: string;
  readonly logger: Logger;
  /** Told to nobody unless given. */
  readonly metrics?: ConnectionMetrics;
}

/** The one connection that a process has to NATS. It reconnects for ever; meanwhile requests fail at once. */
export class NatsLink {
  private up = true;
  private upSince = Date.now();
  private readonly onDown: (() => void)[] = [];
  /** Subjects for which NATS refuses a subscription. */
  private readonly refused = new Set<string>();
  private readonly onRefusal = new Map<string, (error: Error) => void>();

  private constructor(
    readonly connection: NatsConnection,
    /** Prefix of every reply subject of this service; no other service may subscribe below it. */
    readonly inboxPrefix: string,
    private readonly logger: Logger,
    readonly metrics: ConnectionMetrics,
  ) {
    metrics.watchConnection(this);
    void this.watch();
  }

  /** Connects, and waits for a server for as long as it takes. */
  static async connect({ logger, metrics, ...server }: NatsLinkOptions): Promise<NatsLink> {
    const options = connectionOptions(server);
    let lastCause = '';
    for (;;) {
      try {
        const connection = await connect(options);
        const told = metrics ?? new ConnectionMetrics(new Metrics());
        return new NatsLink(connection, options.inboxPrefix, logger, told);
      } catch (error) {
        const cause = causeOf(error);
        if (cause !== lastCause) logger.warn({ cause }, 'waiting for NATS');
        lastCause = cause;
      }
      await delay(RETRY_MS);
    }
  }

  get connected(): boolean {
    return this.up;
  }

  /** Whether NATS refuses a subscription that this process needs. */
  get deaf(): boolean {
    return this.refused.size > 0;
  }

  /** Calls back when NATS says that it refuses, or ends, the subscription to this subject. */
  whenRefused(subject: string, callback: (error: Error) => void): void {
    this.onRefusal.set(subject, callback);
  }

  /** From now on NATS refuses this subscription. */
  markRefused(subject: string, error: Error): void {
    if (this.refused.has(subject)) return;
    this.refused.add(subject);
    this.logger.error({ err: error, subject }, 'NATS refuses a subscription, trying again');
  }

  /** From now on this subscription stands. */
  markTaken(subject: string): void {
    if (this.refused.delete(subject)) this.logger.info({ subject }, 'NATS takes the subscription');
  }

  /** Milliseconds since the epoch at which the present connection was made; before it, messages may be missed. */
  get connectedSince(): number {
    return this.upSince;
  }

  /** Calls back each time the connection is lost. */
  whenDown(callback: () => void): void {
    this.onDown.push(callback);
  }

  /** Sends what is written, where there is a connection to send it on, and closes. */
  async close(): Promise<void> {
    if (this.connection.isClosed()) return;
    if (this.up) await this.connection.drain().catch(() => this.connection.close());
    else await this.connection.close();
  }

  private handle(error: Error): void {
    const subject =
      error instanceof PermissionViolationError && error.operation === 'subscription' ? error.subject : '';
    const refuse = this.onRefusal.get(subject);
    if (refuse === undefined) this.logger.error({ err: error }, 'NATS refused something');
    else refuse(error);
  }

  private async watch(): Promise<void> {
    for await (const status of this.connection.status()) {
      switch (status.type) {
        case 'disconnect':
          this.up = false;
          this.upSince = Number.POSITIVE_INFINITY;
          this.logger.warn('connection to NATS lost');
          for (const callback of this.onDown) callback();
          break;
        case 'reconnect':
          this.up = true;
          this.upSince = Date.now();
          this.logger.info('connected to NATS again');
          break;
        case 'error':
          this.handle(status.error);
          break;
      }
    }
  }
}

/** What every inbox of a service begins with. */
export function inboxPrefixOf(service: string): string {
  return `_INBOX.${service}`;
}

function connectionOptions({ url, service, ...pemFiles }: Omit<NatsLinkOptions, 'logger' | 'metrics'>) {
  const servers = url.split(',').map((server) => new URL(server.trim()));
  const first = servers[0];
  const files = Object.entries(pemFiles).filter(([, file]) => file !== undefined);
  const encrypted = files.length > 0 || servers.some(({ protocol }) => protocol === 'tls:');
  return {
    servers: servers.map((server) => server.host),
    name: service,
    inboxPrefix: inboxPrefixOf(service),
    ...(first?.username && {
      user: decodeURIComponent(first.username),
      pass: decodeURIComponent(first.password),
    }),
    ...(encrypted && { tls: Object.fromEntries(files) }),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
    reconnectJitter: 100,
    ignoreAuthErrorAbort: true,
    timeout: 2_000,
    pingInterval: 2_000,
    maxPingOut: 2,
    noAsyncTraces: true,
  };
}
