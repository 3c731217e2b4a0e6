import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestCollector, TestResources } from '@postern/testing';
import { logLines, type LogLine } from '../system/log-lines.js';
import type { OwnPostern } from '../system/own-postern.js';
import type { ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { traceOf } from './trace-of.js';

const resources = new TestResources();
let collector: TestCollector;
let postern: OwnPostern;
let client: ApplicationClient;

beforeAll(async () => {
  collector = await TestCollector.start(resources);
  collector.behaviour = 'hangs';
  postern = await startPostern(resources, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  client = await postern.createClient();
});
afterAll(() => resources.release());

const isOfExports = (line: LogLine) => /traces (cannot be|are) exported/.test(String(line['msg']));

/** What each process says of its exports, by process. */
async function saidOfExports(): Promise<Record<string, unknown[]>> {
  const said: Record<string, unknown[]> = {};
  for (const line of (await logLines(postern)).filter(isOfExports))
    (said[String(line['service'])] ??= []).push(line['msg']);
  return said;
}

const inUse = async () => {
  for (let time = 0; time < 20; time++) expect((await postern.requestToken(client)).status).toBe(200);
  const other = await postern.createClient();
  expect((await postern.deleteClient(other)).status).toBe(204);
};

describe('a collector that hangs', () => {
  it('holds nothing up, and is named once', async () => {
    await inUse();
    await eventually('the gateway has given up', async () => 'gateway' in (await saidOfExports()));
    await inUse();
    expect((await saidOfExports())['gateway']).toEqual(['traces cannot be exported']);
  });

  it('keeps no process from ending in good order', async () => {
    await inUse();
    const [gateway] = postern.replicas('gateway');
    await Promise.all([gateway!.restart(), postern.replicas('tokens')[0]!.restart()]);
    await eventually('tokens are issued', async () => (await postern.requestToken(client)).status === 200);
    const ends = (await logLines(postern)).map(({ msg }) => msg).filter((msg) => /stop/.test(String(msg)));
    expect(ends).toEqual(['stopped', 'stopped']);
  });
});

describe('a collector that refuses', () => {
  it('holds nothing up either, and gets later what it takes', async () => {
    // Of the process that was restarted, which has said nothing yet.
    const before = (await saidOfExports())['gateway']!.length;
    const since = async () => (await saidOfExports())['gateway']!.slice(before);
    collector.behaviour = 400;
    await inUse();
    await eventually('the gateway has been refused', async () => (await since()).length > 0);
    collector.behaviour = 'takes';
    const answer = await postern.requestToken(client);
    await traceOf(collector, answer, 'POST /oauth2/token > request tokens.issue > answer tokens.issue');
    await eventually('it is told', async () => (await since()).length > 1);
    expect(await since()).toEqual(['traces cannot be exported', 'traces are exported again']);
  });

  it('is named by lines that belong to no trace', async () => {
    const lines = (await logLines(postern)).filter(isOfExports);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line).not.toHaveProperty('trace_id');
  });
});
