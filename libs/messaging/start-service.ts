import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  type Logger,
  type MonitoringAddress,
  MonitoringListener,
  NestLogger,
  Readiness,
  type ServiceMetrics,
} from '@postern/observability';
import type { ConnectionMetrics } from './connection-metrics.js';
import type { HandlingMetrics } from './handling-metrics.js';
import { NatsLink, type NatsLinkOptions } from './nats-link.js';
import { NatsStrategy } from './nats-strategy.js';
import { stopOnSignal } from './stop-on-signal.js';

/** What a service tells Prometheus, of its messages among the rest. */
interface MeasuredService extends ServiceMetrics {
  readonly connection: ConnectionMetrics;
  readonly handling: HandlingMetrics;
}

export interface Service {
  readonly name: string;
  readonly logger: Logger;
  readonly nats: Omit<NatsLinkOptions, 'service' | 'logger' | 'metrics'>;
  readonly metrics: MeasuredService;
  /** Where it answers probes and Prometheus; nowhere unless given. */
  readonly monitoring: MonitoringAddress | undefined;
  /** What it waits for before it connects to NATS, unready meanwhile. */
  readonly before: () => Promise<void>;
  readonly module: (link: NatsLink) => DynamicModule;
}

/**
 * Runs a service until SIGTERM or SIGINT. Then it is unready and takes nothing new, finishes what is in hand, drains
 * NATS and closes; probes and Prometheus are answered from before the first connection until after the last one. A
 * parent that started it with an IPC channel is told `ready`.
 */
export async function startService({ name, logger, metrics, ...service }: Service): Promise<void> {
  const readiness = new Readiness();
  /** What there is to close, the last first. */
  const parts: { close(): Promise<void> }[] = [];
  stopOnSignal(logger, async () => {
    readiness.stop();
    for (const part of parts.toReversed()) await part.close();
  });
  if (service.monitoring !== undefined) {
    parts.push(await MonitoringListener.listen(service.monitoring, { metrics, readiness, logger }));
  }
  await service.before();
  const link = await NatsLink.connect({
    ...service.nats,
    service: name,
    logger,
    metrics: metrics.connection,
  });
  const app = await NestFactory.createMicroservice(service.module(link), {
    strategy: new NatsStrategy(link, name, logger, metrics.handling),
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  parts.push(app);
  await app.listen();
  readiness.begin(link);
  logger.info('ready');
  process.send?.('ready');
}
