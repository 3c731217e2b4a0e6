import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { logLines } from '../system/log-lines.js';
import type { OwnPostern } from '../system/own-postern.js';
import type { ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const resources = new TestResources();
let postern: OwnPostern;
let client: ApplicationClient;
let rights: string;

beforeAll(async () => {
  postern = await startPostern(resources);
  client = await postern.createClient();
  rights = readFileSync(permissions(), 'utf8');
});
afterAll(() => resources.release());
beforeEach(() => postern.accessToken(client));
afterEach(() => give(rights));

function permissions(): string {
  return join(postern.home, 'nats', 'permissions.conf');
}

/** As an operator does who has edited the file. */
function give(text: string): void {
  writeFileSync(permissions(), text);
  postern.server('nats').kill('SIGHUP');
}

/** Takes away what requests for tokens come by. */
function withdraw(): void {
  const without = rights.replace('"tokens.issue tokens",', '');
  expect(without).not.toBe(rights);
  give(without);
}

async function readinessIs(replicas: number, status: string): Promise<void> {
  await eventually(`readiness of ${replicas} is ${status}`, async () => {
    const answers = await Promise.all(
      postern.replicas('tokens').map((replica) => postern.monitor(replica, '/health/ready')),
    );
    return answers.filter((answer) => answer.json()['status'] === status).length === replicas;
  });
}

it('a replica that may no longer hear requests is unready, and works again by itself when it may', async () => {
  withdraw();
  await readinessIs(2, 'deaf');
  expect((await postern.requestToken(client)).status).toBe(503);
  give(rights);
  await readinessIs(2, 'ready');
  expect((await postern.requestToken(client)).status).toBe(200);
  const said = (await logLines(postern)).filter(({ subject }) => subject === 'tokens.issue');
  const [refused, taken] = ['NATS refuses a subscription, trying again', 'NATS takes the subscription'];
  expect(said.map(({ msg }) => msg)).toEqual([refused, taken, refused, taken]);
});

it('a replica that may not hear requests from its start on is not ready before it may', async () => {
  withdraw();
  await readinessIs(2, 'deaf');
  const [replica] = postern.replicas('tokens');
  const restarted = replica!.restart();
  await readinessIs(1, 'starting').finally(() => give(rights));
  await restarted;
  await readinessIs(2, 'ready');
  expect((await postern.requestToken(client)).status).toBe(200);
});
