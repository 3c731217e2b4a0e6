import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.js';
import { ServiceMetrics } from './metrics/service-metrics.js';
import { MonitoringListener } from './monitoring-listener.js';
import { Readiness } from './readiness.js';

const logger = createLogger({ service: 'test', level: 'error', format: 'json' });
logger.level = 'silent';
const address = { host: '127.0.0.1', port: 0 };
let readiness: Readiness;
let listener: MonitoringListener;

beforeEach(async () => {
  readiness = new Readiness();
  listener = await MonitoringListener.listen(address, { readiness, logger, metrics: new ServiceMetrics() });
});
afterEach(() => listener.close());

const ask = (path: string, options: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${listener.port}${path}`, options);

/** What is answered to bytes of any kind, until the connection is closed. */
async function answerTo(bytes: string): Promise<string> {
  const socket = connect(listener.port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

describe('the monitoring listener', () => {
  it('tells starting, deaf, ready, disconnected and stopping apart, and lives in each', async () => {
    const connection = { connected: true, deaf: true };
    const steps = {
      starting: () => {},
      deaf: () => readiness.begin(connection),
      ready: () => (connection.deaf = false),
      disconnected: () => (connection.connected = false),
      stopping: () => readiness.stop(),
    };
    for (const [status, step] of Object.entries(steps)) {
      step();
      const answer = await ask('/health/ready');
      expect([answer.status, await answer.json()]).toEqual([status === 'ready' ? 200 : 503, { status }]);
      expect((await ask('/health/live')).status).toBe(200);
    }
  });

  it('answers Prometheus', async () => {
    const answer = await ask('/metrics?name=any');
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toContain('process_cpu_seconds_total');
  });

  it('answers HEAD without a body', async () => {
    const answer = await ask('/metrics', { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(1_000);
  });

  it.each(['/', '', '/health', '/health/live/', '/HEALTH/LIVE', '//metrics', '/constructor', '/__proto__'])(
    'has nothing at %j',
    async (path) => expect((await ask(path)).status).toBe(404),
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('takes no %s', async (method) => {
    const answer = await ask('/health/live', { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('reads no body, however long it says that one is', async () => {
    const head = 'GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000\r\n\r\nx';
    expect(await answerTo(head)).toMatch(/^HTTP\/1\.1 413 /);
    const chunked = 'GET /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n';
    expect(await answerTo(chunked)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('refuses headers of more than 8 KiB', async () => {
    expect(await answerTo(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(9_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });

  it('gives up on who sends no whole request', async () => {
    expect(await answerTo('GET /metrics HTTP/1.1\r\nHost: a\r\n')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('says that it failed where a figure cannot be had, and goes on', async () => {
    const metrics = { contentType: 'text/plain', text: () => Promise.reject(new Error('canary')) };
    const broken = await MonitoringListener.listen(address, { readiness, logger, metrics });
    const answer = await fetch(`http://127.0.0.1:${broken.port}/metrics`);
    expect([answer.status, await answer.text()]).toEqual([500, '{"status":"failed"}']);
    await broken.close();
  });

  it('says which port is in use', async () => {
    const taken = { host: '127.0.0.1', port: listener.port };
    const again = MonitoringListener.listen(taken, { readiness, logger, metrics: new ServiceMetrics() });
    await expect(again).rejects.toThrow(
      `MONITORING_PORT: cannot listen on 127.0.0.1, port ${listener.port}: it is in use`,
    );
  });

  it('closes although somebody stays connected', async () => {
    const socket = connect(listener.port, '127.0.0.1');
    socket.write('GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'data');
    const rest = text(socket);
    await listener.close();
    await rest;
  });
});
