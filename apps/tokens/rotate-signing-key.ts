import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { databaseServer, loadConfigOrExit } from '@postern/config';
import { Database, inSchema } from '@postern/persistence';
import { rotationSettings } from './config.js';
import { tokensSchema } from './schema.js';
import { describeRotation, requestRotation } from './signing/request-rotation.js';
import { readKeys } from './signing/signing-key-store.js';

/** How long to wait for a replica of the token service to begin. */
const BEGINS_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 200;

const COMMAND = { type: 'system', id: 'rotate-signing-key' } as const;

const settings = loadConfigOrExit(rotationSettings);
await inSchema(tokensSchema(databaseServer(settings)), async (dataSource) => {
  const requested = await requestRotation(new Database(dataSource), COMMAND);
  const end = Date.now() + BEGINS_WITHIN_MS;
  let states = await readKeys(dataSource.manager);
  while (
    states.keys.length > 0 &&
    !states.keys.some(({ status }) => status === 'pending') &&
    Date.now() < end
  ) {
    await delay(LOOK_EVERY_MS);
    states = await readKeys(dataSource.manager);
  }
  const lines = describeRotation(states);
  if (!requested) lines.unshift('A rotation is already under way; no other is begun.');
  process.stdout.write(`${lines.join('\n')}\n`);
});
