import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from './logger.js';

/** Injects the process's logger: `@Inject(LOGGER) logger: Logger`. */
export const LOGGER = Symbol('logger');

@Module({})
export class LoggerModule {
  static of(logger: Logger): DynamicModule {
    return {
      module: LoggerModule,
      global: true,
      providers: [{ provide: LOGGER, useValue: logger }],
      exports: [LOGGER],
    };
  }
}
