import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { matches, type Selector } from './arrows.js';
import { environmentOf, filesOf, Values } from './container-environment.js';
import {
  containersOf,
  manifestsOf,
  ofKind,
  workloadsIn,
  type Labels,
  type Manifest,
  type Workload,
} from './manifests.js';
import { hasOptions, OVERLAYS, ROOT } from './overlays.js';

const SERVICES = ['clients', 'gateway', 'tokens'];
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

interface WithSpec<Spec> extends Manifest {
  readonly spec: Spec;
}
type Selecting = WithSpec<{ selector: { matchLabels: Labels } }>;

describe.each(OVERLAYS)('the overlay %s', (overlay) => {
  let manifests: readonly Manifest[];
  let workloads: Workload[];
  beforeAll(async () => {
    manifests = await manifestsOf(overlay);
    workloads = workloadsIn(manifests);
  });
  const named = <T extends Manifest>(kind: string) =>
    new Map(ofKind<T>(manifests, kind).map((manifest) => [manifest.metadata.name, manifest]));
  const selectedBy = (labels: Labels) =>
    workloads.filter((one) => Object.entries(labels).every(([key, value]) => one.labels[key] === value));

  it('refers to ConfigMaps and Secrets that are there, and to keys that they have', () => {
    const values = new Values(manifests);
    for (const { spec } of workloads) {
      for (const container of containersOf(spec)) {
        const files = filesOf(container, spec, values).map(({ path }) => path);
        const environment = environmentOf(container, values);
        const wanted = Object.entries(environment).filter(
          ([name, path]) => name.endsWith('_FILE') && !path.startsWith('/tmp/'),
        );
        expect(files).toEqual(expect.arrayContaining(wanted.map(([, path]) => path)));
        for (const { name } of container.volumeMounts ?? [])
          expect([...(spec.volumes ?? []).map((one) => one.name), 'data']).toContain(name);
      }
    }
  });

  it('gives a process no secret that it does not read', () => {
    const values = new Values(manifests);
    for (const { name, spec } of workloads.filter(
      ({ spec }) => spec.containers[0]?.command?.[0] === 'node',
    )) {
      for (const container of containersOf(spec)) {
        const read = Object.values(environmentOf(container, values));
        for (const { path } of filesOf(container, spec, values))
          expect([name, read]).toEqual([name, expect.arrayContaining([path])]);
      }
    }
  });

  it('mounts every key of its Secrets, and asks for no other', () => {
    const used = workloads.flatMap(({ spec }) => [
      ...(spec.volumes ?? []).flatMap(
        ({ secret }) => secret?.items?.map(({ key }) => `${secret.secretName} ${key}`) ?? [],
      ),
      ...containersOf(spec).flatMap(({ env = [] }) =>
        env
          .flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? [])
          .map(({ name, key }) => `${name} ${key}`),
      ),
    ]);
    const there = ofKind<Manifest & { data?: object; stringData?: object }>(manifests, 'Secret')
      .filter(({ metadata }) => metadata.name.startsWith('postern-'))
      .flatMap(({ metadata, data, stringData }) =>
        Object.keys({ ...data, ...stringData }).map((key) => `${metadata.name} ${key}`),
      );
    expect([...new Set(used)].sort()).toEqual(there.sort());
    const owners = [...SERVICES, ...(hasOptions(overlay) ? ['collector'] : [])];
    expect(new Set(there.map((one) => one.split(' ')[0]))).toEqual(
      new Set(owners.map((one) => `postern-${one}`)),
    );
  });

  it('selects the pods that are meant, and each of them once', () => {
    for (const kind of ['Deployment', 'StatefulSet', 'PodDisruptionBudget'])
      for (const [name, { spec }] of named<Selecting>(kind))
        expect(selectedBy(spec.selector.matchLabels).map((one) => one.name)).toEqual([name]);
    for (const [name, { spec }] of named<WithSpec<{ selector: Labels; ports: { targetPort: string }[] }>>(
      'Service',
    )) {
      const [pod, ...others] = selectedBy(spec.selector);
      expect([pod?.name, others]).toEqual([name, []]);
      const ports = pod?.spec.containers.flatMap(({ ports = [] }) => ports.map((port) => port.name));
      expect(ports).toEqual(expect.arrayContaining(spec.ports.map(({ targetPort }) => targetPort)));
    }
  });

  it('runs two replicas of each service at least, and takes away one at most', () => {
    type Scaler = WithSpec<{
      minReplicas: number;
      maxReplicas: number;
      scaleTargetRef: { kind: string; name: string };
    }>;
    type Rolling = WithSpec<{ replicas?: number; strategy: { rollingUpdate: object } }>;
    const deployments = named<Rolling>('Deployment');
    const scalers = named<Scaler>('HorizontalPodAutoscaler');
    const budgets = named<WithSpec<{ maxUnavailable: number }>>('PodDisruptionBudget');
    expect([[...scalers.keys()], [...budgets.keys()]].map((names) => names.sort())).toEqual([
      SERVICES,
      SERVICES,
    ]);
    for (const name of SERVICES) {
      expect(scalers.get(name)?.spec).toMatchObject({
        minReplicas: 2,
        scaleTargetRef: { kind: 'Deployment', name },
      });
      expect(scalers.get(name)?.spec.maxReplicas).toBeGreaterThan(2);
      expect(budgets.get(name)?.spec.maxUnavailable).toBe(1);
      expect(deployments.get(name)?.spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
      // The autoscaler's word alone counts.
      expect(deployments.get(name)?.spec.replicas).toBeUndefined();
    }
  });

  it('spreads the replicas of each service over zones and nodes', () => {
    for (const { name, labels, spec } of workloads.filter((one) => SERVICES.includes(one.name))) {
      const spread = spec.topologySpreadConstraints ?? [];
      expect([name, spread.map(({ topologyKey }) => topologyKey)]).toEqual([
        name,
        ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'],
      ]);
      for (const { labelSelector, matchLabelKeys } of spread) {
        expect(labels).toMatchObject(labelSelector?.matchLabels ?? { never: '' });
        expect(matchLabelKeys).toEqual(['pod-template-hash']);
      }
    }
  });

  it('gives each service its own account', () => {
    const accounts = [...named('ServiceAccount').keys()];
    for (const { name, kind, spec } of workloads.filter(
      (one) => SERVICES.includes(one.name) || one.kind === 'Job',
    )) {
      expect([name, spec.serviceAccountName]).toEqual([name, kind === 'Job' ? 'jobs' : name]);
      expect(accounts).toContain(spec.serviceAccountName);
    }
  });

  it('is of the release that the checkout is, the names of its Jobs too', () => {
    const images = workloads
      .flatMap(({ spec }) => containersOf(spec).map(({ image = '' }) => image))
      .filter((image) => image.includes('postern/'));
    expect(new Set(images.map((image) => image.split(':').at(-1)))).toEqual(new Set([version]));
    const suffix = `-${version.replaceAll('.', '-')}`;
    expect([...named('Job').keys()].sort()).toEqual(
      ['first-start', 'migrate-clients', 'migrate-tokens'].map((name) => name + suffix),
    );
  });

  it('has Prometheus find each service, where its operator is', () => {
    type Endpoint = { port: string; path: string };
    type Monitor = WithSpec<{ selector: Selector; podMetricsEndpoints: Endpoint[] }>;
    const monitors = [...named<Monitor>('PodMonitor').values()];
    const found = monitors.flatMap(({ spec }) =>
      workloads
        .filter(({ labels }) => matches(spec.selector, labels))
        .flatMap((one) =>
          spec.podMetricsEndpoints
            .filter(({ port }) =>
              one.spec.containers.some(({ ports }) => ports?.some(({ name }) => name === port)),
            )
            .map(({ path }) => one.name + path),
        ),
    );
    expect(found.sort()).toEqual(overlay === 'dev' ? [] : SERVICES.map((name) => `${name}/metrics`));
    for (const { metadata } of [...monitors, ...named('PrometheusRule').values()])
      expect(metadata.labels).toHaveProperty('release');
  });

  it('tells who is woken where to read what to do, by a URL', () => {
    type Rules = WithSpec<{ groups: { rules: { alert?: string; annotations?: Labels }[] }[] }>;
    const rules = [...named<Rules>('PrometheusRule').values()].flatMap(({ spec }) => spec.groups);
    const alerts = rules.flatMap((group) => group.rules).filter(({ alert }) => alert !== undefined);
    expect(alerts.length > 0).toBe(overlay !== 'dev');
    for (const { alert = '', annotations } of alerts)
      expect(annotations?.['runbook_url']).toBe(
        `https://git.example.org/postern/blob/main/docs/operations.md#${alert.toLowerCase()}`,
      );
  });

  it('gives a pod the time to stop that its process takes', () => {
    // What libs/messaging/stop-on-signal.ts gives what is in hand, before it ends the process in any order.
    const mostSeconds = 15;
    for (const { name, spec } of workloads.filter((one) => SERVICES.includes(one.name))) {
      const [container] = spec.containers;
      const delay = Number(container?.env?.find((one) => one.name === 'SHUTDOWN_DELAY_SECONDS')?.value ?? 0);
      expect([name, delay > 0]).toEqual([name, name === 'gateway']);
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(delay + mostSeconds);
      expect(container?.lifecycle).toBeUndefined();
    }
  });
});
