import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { NestLogger, type Logger } from '@postern/observability';
import type { NatsLink } from './nats-link.js';
import { NatsStrategy } from './nats-strategy.js';
import { stopOnSignal } from './stop-on-signal.js';

export interface Service {
  readonly name: string;
  readonly module: DynamicModule;
  readonly link: NatsLink;
  readonly logger: Logger;
}

/**
 * Runs a service until SIGTERM or SIGINT. Then it takes nothing new, finishes what is in hand, drains NATS and
 * closes. A parent that started it with an IPC channel is told `ready`.
 */
export async function startService({ name, module, link, logger }: Service): Promise<void> {
  const app = await NestFactory.createMicroservice(module, {
    strategy: new NatsStrategy(link, name, logger),
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  stopOnSignal(logger, () => app.close());
  await app.listen();
  logger.info('ready');
  process.send?.('ready');
}
