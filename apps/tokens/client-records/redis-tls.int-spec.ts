import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Metrics } from '@postern/observability';
import { RedisMetrics } from './redis-metrics.js';
import {
  asService,
  eventually,
  loggerInto,
  startTestRedis,
  TestAuthority,
  TestResources,
  type LogLine,
  type TestServer,
} from '@postern/testing';
import { RedisLink, RedisUrl } from './redis-link.js';

const resources = new TestResources();
let authority: TestAuthority;
let other: TestAuthority;
let server: TestServer;

beforeAll(async () => {
  [authority, other] = await Promise.all([TestAuthority.create(resources), TestAuthority.create(resources)]);
  server = await startTestRedis(resources, await authority.issue('localhost'));
});
afterAll(() => resources.release());

/** By the name that is in the certificate, unless by its address. */
const urlOf = ({ url }: TestServer, scheme = 'rediss:', host = 'localhost') =>
  asService(url, 'tokens').replace(/^\w+:/, scheme).replace('127.0.0.1', host);

/** What becomes of a connection: that it stands, or what the log says. */
async function outcome(url: string, caFile?: string): Promise<unknown> {
  const lines: LogLine[] = [];
  const link = new RedisLink(new RedisUrl(url, caFile), loggerInto(lines), new RedisMetrics(new Metrics()));
  try {
    return await eventually('it is known', () =>
      link.serverId !== undefined ? 'connected' : lines.find(({ cause }) => cause !== undefined)?.['cause'],
    );
  } finally {
    link.onApplicationShutdown();
  }
}

describe('TLS with Redis', () => {
  it.each(['rediss:', 'redis:'])('is used where there is a CA, by a URL with %s', async (scheme) => {
    expect(await outcome(urlOf(server, scheme), authority.caFile)).toBe('connected');
  });

  it('refuses a server whose certificate another CA has signed, or none that is known here', async () => {
    expect(await outcome(urlOf(server), other.caFile)).toMatch(/certificate|signature/i);
    expect(await outcome(urlOf(server))).toMatch(/certificate|signature/i);
  });

  it('refuses a server whose certificate is for another host', async () => {
    expect(await outcome(urlOf(server, 'rediss:', '127.0.0.1'), authority.caFile)).toMatch(/altname/i);
  });

  it('is not done without where the server does not know it', async () => {
    const plain = await startTestRedis(resources);
    expect(await outcome(urlOf(plain), authority.caFile)).not.toBe('connected');
    expect(await outcome(urlOf(plain, 'redis:'), authority.caFile)).not.toBe('connected');
    expect(await outcome(urlOf(plain, 'redis:'))).toBe('connected');
  });
});
