import 'reflect-metadata';
import { migrate } from '@postern/persistence';
import { tokensSchema } from './schema.js';

await migrate(tokensSchema);
