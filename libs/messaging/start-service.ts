import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { NestLogger, type Logger } from '@postern/observability';
import type { NatsLink } from './nats-link.js';
import { NatsStrategy } from './nats-strategy.js';

/** How long a service may take to finish what it has in hand once it is told to stop. */
const MOST_SHUTDOWN_MS = 15_000;

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
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), MOST_SHUTDOWN_MS).unref();
      void app.close().then(
        () => {
          logger.info('stopped');
          process.exit(0);
        },
        (error: unknown) => {
          logger.error({ err: error }, 'did not stop in good order');
          process.exit(1);
        },
      );
    });
  }
  await app.listen();
  logger.info('ready');
  process.send?.('ready');
}
