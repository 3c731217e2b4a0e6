import { requireNode } from './workspace/node-version.mjs';

requireNode();
const { bench } = await import('./bench/command.mjs');
await bench();
