import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
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
  static withOutbox(options: SchemaOptions): DynamicModule {
    const module = PersistenceModule.forSchema(options);
    return {
      ...module,
      providers: [...module.providers!, Outbox, OutboxRelay],
      exports: [Database, Outbox, OutboxRelay],
    };
  }
}
