export { Database } from './database.js';
export { dataSourceOptions, type SchemaOptions } from './data-source-options.js';
export { Outbox, OUTBOX_TABLE } from './outbox.js';
export { OutboxRelay } from './outbox-relay.js';
export { PersistenceModule } from './persistence.module.js';
export { migrate } from './migrate.js';
export { runMigrations } from './run-migrations.js';
export { deriveKey, Seal } from './seal.js';
export { Wakeable } from './wakeable.js';
