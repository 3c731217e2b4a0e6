import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { dataSourceOptions, type SchemaOptions } from './data-source-options.js';
import { Database } from './database.js';
import type { DatabaseMetrics, Pool } from './database-metrics.js';
import { Outbox } from './outbox.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxWatch } from './outbox-watch.js';

/** The database of a service, known to the whole application. */
@Module({})
export class PersistenceModule {
  static forSchema(options: SchemaOptions, metrics: DatabaseMetrics): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      imports: [
        TypeOrmModule.forRoot({ ...dataSourceOptions(options), retryAttempts: 120, retryDelay: 500 }),
      ],
      providers: [
        {
          provide: Database,
          useFactory: (source: DataSource) => {
            metrics.watchPool(poolOf(source));
            return new Database(source, metrics);
          },
          inject: [DataSource],
        },
      ],
      exports: [Database],
    };
  }

  /** With a transactional outbox and the relay that publishes it. */
  static withOutbox(
    options: SchemaOptions,
    metrics: { readonly database: DatabaseMetrics; readonly outbox: OutboxMetrics },
  ): DynamicModule {
    const module = PersistenceModule.forSchema(options, metrics.database);
    return {
      ...module,
      providers: [
        ...module.providers!,
        { provide: OutboxMetrics, useValue: metrics.outbox },
        Outbox,
        OutboxRelay,
        OutboxWatch,
      ],
      exports: [Database, Outbox, OutboxRelay],
    };
  }
}

/** The driver's pool, of which TypeORM has no type. */
function poolOf({ driver }: DataSource): Pool {
  return (driver as unknown as { readonly master: Pool }).master;
}
