import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventPublisher } from '@postern/messaging';
import type { Logger } from '@postern/observability';
import { DataSource } from 'typeorm';
import { dataSourceOptions, type SchemaOptions } from './data-source-options.js';
import { Database } from './database.js';
import { Outbox } from './outbox.js';
import { OutboxRelay } from './outbox-relay.js';

/** The database of a service, known to the whole application. */
@Module({})
export class PersistenceModule {
  static forSchema(options: SchemaOptions): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      imports: [
        TypeOrmModule.forRoot({ ...dataSourceOptions(options), retryAttempts: 120, retryDelay: 500 }),
      ],
      providers: [
        { provide: Database, useFactory: (source: DataSource) => new Database(source), inject: [DataSource] },
      ],
      exports: [Database],
    };
  }

  /** With a transactional outbox and the relay that publishes it. */
  static withOutbox(options: SchemaOptions, logger: Logger): DynamicModule {
    const module = PersistenceModule.forSchema(options);
    const relay = {
      provide: OutboxRelay,
      useFactory: (database: Database, publisher: EventPublisher) =>
        new OutboxRelay(database, publisher, logger),
      inject: [Database, EventPublisher],
    };
    return {
      ...module,
      providers: [...module.providers!, Outbox, relay],
      exports: [Database, Outbox, OutboxRelay],
    };
  }
}
