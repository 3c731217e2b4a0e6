import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  startTestNats,
  startTestPostgres,
  startTestRedis,
  TestAuthority,
  TestResources,
} from '@postern/testing';
import { asUser } from '@postern/tools/servers';
import { ask } from '../system/ask.js';
import { Values } from './container-environment.js';
import { manifestsOf, workloadsIn } from './manifests.js';
import { Pod, type Place } from './pod.js';

const resources = new TestResources();
let place: Place;
let pods: Pod[];

beforeAll(async () => {
  const authority = await TestAuthority.create(resources);
  const tls = await authority.issue('localhost');
  const [nats, postgres, redis] = await Promise.all([
    startTestNats(resources, undefined, tls),
    startTestPostgres(resources, tls),
    startTestRedis(resources, tls),
  ]);
  const servers = new Map([nats, postgres, redis].map((server) => [`${server.name}.example.org`, server]));

  // What the examples leave open. The scheme and the parameters of a URL are theirs.
  const filledIn = new Map([
    ['-----BEGIN CERTIFICATE-----', readFileSync(authority.caFile, 'utf8')],
    ['32-RANDOM-BYTES-IN-BASE64', Buffer.alloc(32, 1).toString('base64')],
    ['32-OTHER-RANDOM-BYTES-IN-BASE64', Buffer.alloc(32, 2).toString('base64')],
    ['THE-OTHER-KEY-WHILE-ONE-IS-CHANGED', Buffer.alloc(32, 3).toString('base64')],
    ['PASSWORD', 'a password of some length'],
  ]);
  const translate = (_: string, value: string) => {
    const server = URL.canParse(value) ? servers.get(new URL(value).hostname) : undefined;
    if (server === undefined) return filledIn.get(value) ?? value;
    const url = new URL(value);
    const { password, port } = new URL(asUser(server.url, url.username));
    return Object.assign(url, { hostname: 'localhost', password, port }).href;
  };
  const manifests = await manifestsOf('production with all options');
  place = { resources, translate, values: new Values(manifests) };
  pods = workloadsIn(manifests).map((workload) => new Pod(workload, place));
  await Promise.all(pods.map((pod) => pod.start()));
}, 180_000);
afterAll(() => resources.release());

const gateway = () => pods.find(({ name }) => name === 'gateway')!.url('http');

describe('the overlay for production with all options, started', () => {
  it('becomes ready over TLS by a private CA, with all that its components mount', async () => {
    expect((await ask(gateway(), '/health/ready')).status).toBe(200);
    expect((await ask(gateway(), '/.well-known/jwks.json')).status).toBe(200);
  });

  it('guards the protected routes of the example', async () => {
    const answer = await ask(gateway(), '/orders/1');
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, expect.any(String)]);
  });
});
