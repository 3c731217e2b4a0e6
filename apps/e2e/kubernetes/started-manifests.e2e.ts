import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestNats, startTestPostgres, startTestRedis, TestResources } from '@postern/testing';
import { asUser } from '@postern/tools/servers';
import { decodeJwt } from 'jose';
import { ask, form, type Parameters } from '../system/ask.js';
import { basic, MANAGEMENT, type AdminCredentials } from '../system/postern.js';
import { allowedArrows, portsOf } from './arrows.js';
import { Values } from './container-environment.js';
import { manifestsOf, workloadsIn, type Manifest } from './manifests.js';
import { Pod, type Place } from './pod.js';
import { askWithPublishedKeys } from './published-keys.js';
import { relayTo, type Relay } from './relay.js';
import { socketsOf, TELLS_SOCKETS } from './sockets.js';

const SERVICES = ['gateway', 'clients', 'tokens'];
const resources = new TestResources();
const relays = new Map<string, Relay>();
let manifests: readonly Manifest[];
let place: Place;
let pods: Pod[];

beforeAll(async () => {
  manifests = await manifestsOf('dev');
  const [nats, postgres, redis] = await Promise.all([
    startTestNats(resources),
    startTestPostgres(resources),
    startTestRedis(resources),
  ]);
  const servers = new Map([nats, postgres, redis].map((server) => [server.name, server]));
  const ours = workloadsIn(manifests).filter(({ name }) => !servers.has(name));
  for (const { name } of ours)
    for (const server of servers.values())
      relays.set(`${name} → ${server.name}`, await relayTo(resources, server.port));

  // As the manifest's user, at the test's server, by the pod's own way.
  const translate = (pod: string, value: string) => {
    const server = URL.canParse(value) ? servers.get(new URL(value).hostname) : undefined;
    if (server === undefined) return value;
    const url = new URL(asUser(server.url, new URL(value).username));
    url.port = String(relays.get(`${pod} → ${server.name}`)!.port);
    url.pathname = new URL(value).pathname;
    return url.href;
  };
  place = { resources, translate, values: new Values(manifests) };
  // As Kubernetes does it: two of each service, and all at the same time.
  const replicas = ours.flatMap((workload) => (workload.kind === 'Job' ? [workload] : [workload, workload]));
  pods = replicas.map((workload) => new Pod(workload, place));
  await Promise.all(pods.map((pod) => pod.start()));
}, 180_000);
afterAll(() => resources.release());

const podsOf = (name: string) => pods.filter((pod) => pod.name === name);

async function firstClient(): Promise<AdminCredentials> {
  const file = podsOf('first-start')[0]!.file('first-start', '/tmp/admin.json');
  return JSON.parse(await readFile(file, 'utf8')) as AdminCredentials;
}

const issuer = () => place.values.one('ConfigMap', configMapOf('postern'), 'ISSUER');

async function tokenFrom(gateway: Pod, parameters: Parameters = {}): Promise<string> {
  const headers = {
    authorization: basic(await firstClient()),
    'content-type': 'application/x-www-form-urlencoded',
  };
  const body = form({ grant_type: 'client_credentials', ...parameters });
  const answer = await ask(gateway.url('http'), '/oauth2/token', { method: 'POST', headers, body });
  expect([answer.status, answer.body]).toEqual([200, expect.any(String)]);
  return answer.json<{ access_token: string }>().access_token;
}

describe('the manifests, started all at once', () => {
  it('give tokens at each replica of the gateway, issued by the issuer of the manifest', async () => {
    for (const gateway of podsOf('gateway')) expect(decodeJwt(await tokenFrom(gateway)).iss).toBe(issuer());
  });

  it('let the first administrator in who is in the Secret', async () => {
    const body = JSON.stringify({
      email: place.values.one('Secret', 'postern-clients', 'admin-email'),
      password: place.values.one('Secret', 'postern-clients', 'admin-password'),
    });
    const gateway = podsOf('gateway')[0]!;
    const headers = { 'content-type': 'application/json', origin: issuer() };
    const answer = await ask(gateway.url('http'), '/session', { method: 'POST', headers, body });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([201, expect.any(String)]);
  });

  it('tell Prometheus what there is to measure', async () => {
    for (const pod of pods.filter(({ name }) => SERVICES.includes(name))) {
      const [port] = portsOf(pod.workload);
      expect((await ask(pod.url(port!), '/metrics')).body).toContain('process_cpu_seconds_total');
    }
  });

  (TELLS_SOCKETS ? it : it.skip)(
    'run as the user that they name, which needs nothing of anybody else',
    () => {
      for (const { name, pid, user } of pods.filter(({ name }) => SERVICES.includes(name)))
        expect([name, statSync(`/proc/${pid}`).uid]).toEqual([name, user?.uid ?? process.getuid?.()]);
    },
  );

  (TELLS_SOCKETS ? it : it.skip)('56: listen where policies let others in, and nowhere else', () => {
    for (const pod of pods.filter(({ name }) => SERVICES.includes(name))) {
      const listening = socketsOf(pod.pid).filter(({ listens }) => listens);
      const entered = [...allowedArrows(manifests)].filter((arrow) => arrow.includes(`→ ${pod.name}:`));
      const ports = new Set(listening.map(({ localPort }) => `${pod.name}:${pod.portOf(localPort)}`));
      expect(ports).toEqual(new Set(entered.map((arrow) => arrow.split(' → ')[1])));
    }
  });

  (TELLS_SOCKETS ? it : it.skip)('56: connect to the three servers, and to nobody else', () => {
    for (const pod of pods.filter(({ name }) => SERVICES.includes(name))) {
      const sockets = socketsOf(pod.pid);
      const inbound = new Set(sockets.filter(({ listens }) => listens).map(({ localPort }) => localPort));
      const outbound = sockets.filter(({ listens, localPort }) => !listens && !inbound.has(localPort));
      const known = [...relays]
        .filter(([arrow]) => arrow.startsWith(`${pod.name} → `))
        .map(([, { port }]) => port);
      expect(outbound.length).toBeGreaterThan(0);
      expect([pod.name, outbound.filter(({ remotePort }) => !known.includes(remotePort))]).toEqual([
        pod.name,
        [],
      ]);
    }
  });

  it('56: make every connection that policies allow, and no other', async () => {
    // What stands for the rest of the world is on this machine, so here alone a setting is another than in the manifest.
    await replace(['clients', 'tokens'], { JWKS_URI_ALLOW_PRIVATE: 'true' });
    const gateway = podsOf('gateway')[0]!;
    const accessToken = await tokenFrom(gateway, { resource: MANAGEMENT });
    const fetched = await askWithPublishedKeys(resources, {
      url: gateway.url('http'),
      issuer: issuer(),
      accessToken,
    });

    const made = [...relays].filter(([, relay]) => relay.used()).map(([arrow]) => arrow);
    const allowed = [...allowedArrows(manifests)]
      .filter((arrow) => /^(gateway|clients|tokens|migrate-\w+|first-start) → (?!kube-system:)/.test(arrow))
      .map((arrow) =>
        arrow.replace(/ (0\.0\.0\.0\/0|2000::\/3):443$/, ' keys of clients').replace(/:\d+$/, ''),
      );
    expect(new Set([...made, ...(fetched > 0 ? ['tokens → keys of clients'] : [])])).toEqual(
      new Set(allowed),
    );
  });

  it('stop by themselves within their grace periods', async () => {
    const running = pods.filter(({ name }) => SERVICES.includes(name));
    const codes = await Promise.all(running.map(async (pod) => [pod.name, await pod.stop()]));
    expect(codes).toEqual(running.map(({ name }) => [name, 0]));
  });
});

/** Ends the pods of some services and starts others in their place. */
async function replace(names: readonly string[], more: Readonly<Record<string, string>>): Promise<void> {
  const old = pods.filter(({ name }) => names.includes(name));
  await Promise.all(old.map((pod) => pod.stop()));
  const fresh = old.map(({ workload }) => new Pod(workload, { ...place, more }));
  pods = [...pods.filter((pod) => !old.includes(pod)), ...fresh];
  await Promise.all(fresh.map((pod) => pod.start()));
}

/** The name that a ConfigMap has with its digest. */
function configMapOf(name: string): string {
  return manifests.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && new RegExp(`^${name}-\\w{10}$`).test(metadata.name),
  )!.metadata.name;
}
