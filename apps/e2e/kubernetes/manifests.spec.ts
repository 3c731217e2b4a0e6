import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { findKustomize } from './kustomize.js';
import { manifestsIn, manifestsOf, type Manifest } from './manifests.js';
import { buildOverlay, COMPONENTS, offeredComponents, OVERLAYS } from './overlays.js';
import { problemsOf } from './schemas.js';

describe.each(OVERLAYS)('the overlay %s', (overlay) => {
  let manifests: readonly Manifest[];
  beforeAll(async () => {
    manifests = await manifestsOf(overlay);
  });

  it('is the same to each kustomize that there is', async () => {
    const [first, ...others] = await findKustomize();
    const built = manifestsIn(await buildOverlay(overlay, first!));
    for (const other of others)
      expect([other.name, manifestsIn(await buildOverlay(overlay, other))]).toEqual([other.name, built]);
  });

  it('has no field and no value that Kubernetes does not know', async () => {
    expect(await problemsOf(manifests)).toEqual([]);
  });

  it('has each name once a kind, in the one namespace', () => {
    const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    const elsewhere = manifests.filter(({ metadata }) => metadata.namespace !== 'postern');
    expect(elsewhere.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([['Namespace', 'postern']]);
  });
});

it('the overlay for production offers every component', async () => {
  expect((await offeredComponents()).sort()).toEqual((await readdir(COMPONENTS)).sort());
});

describe('the check by schemas', () => {
  const policy = (spec: object): Manifest => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'x' },
    ...{ spec },
  });
  const route = (rule: object): Manifest => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'x' },
    ...{ spec: { rules: [rule] } },
  });
  const monitor = (endpoint: object, kind = 'PodMonitor'): Manifest => ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind,
    metadata: { name: 'x' },
    ...{ spec: { selector: { matchLabels: { a: 'b' } }, podMetricsEndpoints: [endpoint] } },
  });

  it.each([
    [policy({ podSelector: {}, polycyTypes: [] }), 'NetworkPolicy x/spec/polycyTypes is unknown'],
    [
      policy({ podSelector: {}, egress: [{ to: [{ podSelector: { matchLabel: {} } }] }] }),
      'NetworkPolicy x/spec/egress/0/to/0/podSelector/matchLabel is unknown',
    ],
    [
      policy({ podSelector: {}, egress: [{ ports: [{ port: 1, protocol: 1 }] }] }),
      expect.stringMatching(/^NetworkPolicy x: .*protocol/),
    ],
    [policy({}), expect.stringMatching(/^NetworkPolicy x: .*podSelector/)],
    [route({ backendRef: [] }), 'HTTPRoute x/spec/rules/0/backendRef is unknown'],
    [
      route({ matches: [{ path: { type: 'Prefix', value: '/' } }] }),
      expect.stringMatching(/^HTTPRoute x: .*path\/type/),
    ],
    [monitor({ prot: 'http' }), 'PodMonitor x/spec/podMetricsEndpoints/0/prot is unknown'],
  ])('refuses %j', async (manifest, problem) => {
    expect(await problemsOf([manifest])).toEqual([problem]);
  });

  it('takes what is right, and no kind that it does not know', async () => {
    expect(await problemsOf([policy({ podSelector: {} }), monitor({ port: 'http' })])).toEqual([]);
    await expect(problemsOf([monitor({}, 'PotMonitor')])).rejects.toThrow('has no PotMonitor');
  });
});
