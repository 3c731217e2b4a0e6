import { requireNode } from './workspace/node-version.mjs';

requireNode();
const { test } = await import('./workspace/test-command.mjs');
await test();
