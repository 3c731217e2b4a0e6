import 'reflect-metadata';
import { migrate } from '@postern/persistence';
import { clientsSchema } from './schema.js';

await migrate(clientsSchema);
