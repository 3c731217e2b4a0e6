import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestCollector, TestResources } from '@postern/testing';
import { logLines, type LogLine } from '../system/log-lines.js';
import type { OwnPostern } from '../system/own-postern.js';
import { startPostern } from '../system/start-postern.js';

const run = promisify(execFile);
const resources = new TestResources();
afterAll(() => resources.release());

/** The log lines of a refused token request, and of a create and a delete before it. */
async function linesOf(postern: OwnPostern): Promise<LogLine[]> {
  const client = await postern.createClient();
  const { headers } = await postern.requestToken({ ...client, client_secret: 'wrong' });
  expect((await postern.deleteClient(client)).status).toBe(204);
  return eventually('the lines of the request', async () => {
    const lines = await logLines(postern);
    const own = lines.filter(({ request_id }) => request_id === headers['x-request-id']);
    return own.some(({ service }) => service === 'gateway') && own.length >= 3 && own;
  });
}

describe('without an endpoint', () => {
  let postern: OwnPostern;

  beforeAll(async () => {
    postern = await startPostern(resources, { LOG_LEVEL: 'debug', OTEL_TRACES_SAMPLER: 'always_on' });
  });

  it('log lines name the request, and no trace', async () => {
    for (const line of await linesOf(postern)) expect(line).not.toHaveProperty('trace_id');
    const all = await logLines(postern);
    expect(all.filter((line) => 'trace_id' in line || 'span_id' in line)).toEqual([]);
  });

  /** What is loaded of OpenTelemetry's SDK once a process has started to trace, or not to. */
  async function loaded(settings: object): Promise<string[]> {
    const program = `
      import { createRequire } from 'node:module';
      import { startTracing } from '@postern/observability';
      await startTracing(${JSON.stringify({ OTEL_SERVICE_NAME: 'test', ...settings })}, { logger: { warn() {} } });
      const { cache } = createRequire(import.meta.url);
      console.log(JSON.stringify(Object.keys(cache)));
      process.exit(0);`;
    const cwd = join(import.meta.dirname, '../../gateway');
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd });
    const files = JSON.parse(stdout) as string[];
    return files.filter((file) => /@opentelemetry.(sdk|otlp|exporter|resources|core)/.test(file));
  }

  it('nothing of the SDK is loaded', async () => {
    expect(await loaded({})).toEqual([]);
    const on = await loaded({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    expect(on.join()).toContain('sdk-trace');
  });
});

describe('where the sampler keeps no trace', () => {
  it('nothing is exported, and log lines name the request alone', async () => {
    const collector = await TestCollector.start(resources);
    const postern = await startPostern(resources, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
      LOG_LEVEL: 'debug',
    });
    for (const line of await linesOf(postern)) expect(line).not.toHaveProperty('trace_id');
    // What was traced would be sent before they end.
    await Promise.all(postern.services.map((service) => service.stop()));
    expect(collector.bodies).toEqual([]);
  });
});
