import { beforeAll, describe, expect, it } from '@jest/globals';
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import { containersOf, manifestsOf, ofKind, workloadsIn, type Manifest, type Workload } from './manifests.js';
import { OVERLAYS } from './overlays.js';
import { violationsIn } from './restricted-standard.js';

describe.each(OVERLAYS)('the overlay %s', (overlay) => {
  let manifests: readonly Manifest[];
  let workloads: Workload[];
  const containers = () =>
    workloads.flatMap(({ name, spec }) =>
      containersOf(spec).map((one) => [`${name} ${one.name}`, one] as const),
    );

  beforeAll(async () => {
    manifests = await manifestsOf(overlay);
    workloads = workloadsIn(manifests);
  });

  it('56: passes the restricted pod security standard, and has the namespace enforce it', () => {
    expect(workloads.map(({ name, spec }) => [name, violationsIn(spec)])).toEqual(
      workloads.map(({ name }) => [name, []]),
    );
    expect(ofKind(manifests, 'Namespace')[0]?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  it('gives no pod a token for the API server', () => {
    for (const { name, spec } of workloads)
      expect([name, spec.automountServiceAccountToken]).toEqual([name, false]);
    for (const account of ofKind<Manifest & { automountServiceAccountToken?: boolean }>(
      manifests,
      'ServiceAccount',
    ))
      expect([account.metadata.name, account.automountServiceAccountToken]).toEqual([
        account.metadata.name,
        false,
      ]);
  });

  it('has every container read-only, as a user with a number', () => {
    for (const [name, { securityContext }] of containers())
      expect([name, securityContext?.readOnlyRootFilesystem]).toEqual([name, true]);
    for (const { name, spec } of workloads)
      expect([name, spec.securityContext?.runAsUser]).toEqual([name, expect.any(Number)]);
  });

  it('says of every container what it needs and what it may use', () => {
    const figures = { cpu: expect.stringMatching(/^\d+m?$/), memory: expect.stringMatching(/^\d+Mi$/) };
    for (const [name, { resources }] of containers())
      expect([name, resources]).toEqual([name, { requests: figures, limits: figures }]);
  });

  it('names a release of every image', () => {
    for (const [name, { image }] of containers())
      expect([name, image]).toEqual([name, expect.stringMatching(/:(?!latest$)[\w.-]*\d[\w.-]*$/)]);
  });
});

describe('the example of the Secrets for production', () => {
  it('encrypts every connection, and has each server prove its name', async () => {
    type Secret = Manifest & { stringData: Readonly<Record<string, string>> };
    const secrets = ofKind<Secret>(await manifestsOf('production'), 'Secret');
    const urls = secrets.flatMap(({ stringData }) =>
      Object.entries(stringData).filter(([key]) => key.endsWith('-url')),
    );
    const encrypted = {
      'nats-url': /^tls:/,
      'database-url': /^postgres:.*\?sslmode=verify-full$/,
      'migrations-database-url': /^postgres:.*\?sslmode=verify-full$/,
      'redis-url': /^rediss:/,
    };
    expect(new Set(urls.map(([key]) => key))).toEqual(new Set(Object.keys(encrypted)));
    for (const [key, url] of urls) expect(url).toMatch(encrypted[key as keyof typeof encrypted]);
  });
});

describe('the check of the restricted standard', () => {
  const container: IContainer = {
    name: 'x',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const good: IPodSpec = {
    containers: [container],
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  };
  const pod = (context: object): IPodSpec => ({
    ...good,
    securityContext: { ...good.securityContext, ...context },
  });
  const own = (context: object): IPodSpec => ({
    ...good,
    containers: [{ ...container, securityContext: { ...container.securityContext, ...context } }],
  });

  it('takes a pod that holds to it', () => {
    expect(violationsIn(good)).toEqual([]);
  });

  it.each<[string, IPodSpec]>([
    ['shares namespaces of its node', { ...good, hostNetwork: true }],
    ['shares namespaces of its node', { ...good, hostPID: true }],
    ['has a volume that is not allowed', { ...good, volumes: [{ name: 'host', hostPath: { path: '/' } }] }],
    ['sets kernel parameters', pod({ sysctls: [{ name: 'kernel.msgmax', value: '1' }] })],
    ['runs as root', pod({ runAsUser: 0 })],
    ['x may run as root', pod({ runAsNonRoot: undefined })],
    ['x may run as root', own({ runAsNonRoot: false })],
    ['x has no seccomp profile', pod({ seccompProfile: undefined })],
    ['x has no seccomp profile', own({ seccompProfile: { type: 'Unconfined' } })],
    ['x is privileged', own({ privileged: true })],
    ['x may gain privileges', own({ allowPrivilegeEscalation: undefined })],
    ['x runs as root', own({ runAsUser: 0 })],
    ['x keeps capabilities', own({ capabilities: { drop: ['NET_RAW'] } })],
    ['x adds capabilities', own({ capabilities: { drop: ['ALL'], add: ['SYS_TIME'] } })],
    ['x sees an unmasked /proc', own({ procMount: 'Unmasked' })],
    ['x has SELinux options', own({ seLinuxOptions: { type: 'spc_t' } })],
    ['x is not confined by AppArmor', own({ appArmorProfile: { type: 'Unconfined' } })],
    ['x is a process of the Windows host', own({ windowsOptions: { hostProcess: true } })],
    [
      'x takes ports of its node',
      { ...good, containers: [{ ...container, ports: [{ containerPort: 1, hostPort: 1 }] }] },
    ],
    [
      'x may gain privileges',
      {
        ...good,
        initContainers: [container],
        containers: [{ ...container, securityContext: { capabilities: { drop: ['ALL'] } } }],
      },
    ],
  ])('refuses one that %s', (violation, spec) => {
    expect(violationsIn(spec)).toEqual([violation]);
  });
});
