import { requireNode } from './workspace/node-version.mjs';

requireNode();
const { start } = await import('./system/start-command.mjs');
await start();
