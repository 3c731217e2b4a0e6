import { describe, expect, it } from '@jest/globals';
import { allowedArrows, portsOf } from './arrows.js';
import { manifestsOf, ofKind, workloadsIn, type Manifest } from './manifests.js';
import { hasOptions, OVERLAYS, type Overlay } from './overlays.js';

const SERVICES = ['gateway', 'clients', 'tokens'];
const JOBS = ['migrate-clients', 'migrate-tokens', 'first-start'];

type Servers = Readonly<Record<'nats' | 'postgres' | 'redis', string>>;
const ELSEWHERE: Servers = {
  nats: '10.20.1.0/24:4222',
  postgres: '10.20.2.0/24:5432',
  redis: '10.20.3.0/24:6379',
};
/** In the same namespace, or each in one of its own name. */
const IN_CLUSTER: Servers = { nats: 'nats:4222', postgres: 'postgres:5432', redis: 'redis:6379' };

const OPTIONAL = [...SERVICES.map((service) => `${service} → observability:4318`), 'gateway → shop:8080'];

/** All arrows of the design. */
function arrowsOf(overlay: Overlay): string[] {
  const { nats, postgres, redis } = overlay === 'production' ? ELSEWHERE : IN_CLUSTER;
  const own = overlay === 'dev' ? ['nats', 'postgres', 'redis'] : [];
  return [
    'ingress-nginx → gateway:3000',
    'monitoring → gateway:3000',
    'monitoring → clients:9464',
    'monitoring → tokens:9464',
    ...SERVICES.map((service) => `${service} → ${nats}`),
    ...['clients', 'tokens', ...JOBS].map((one) => `${one} → ${postgres}`),
    `tokens → ${redis}`,
    ...(hasOptions(overlay) ? OPTIONAL : []),
    'tokens → 0.0.0.0/0:443',
    'tokens → 2000::/3:443',
    ...[...SERVICES, ...JOBS, ...own].flatMap((one) => [
      `${one} → kube-system:53`,
      `${one} → kube-system:udp/53`,
    ]),
  ];
}

describe.each(OVERLAYS)('56: the network policies of the overlay %s', (overlay) => {
  it('name every arrow of the design, and no other', async () => {
    const allowed = allowedArrows(await manifestsOf(overlay));
    expect([...allowed].sort()).toEqual(arrowsOf(overlay).sort());
  });

  it('deny what no arrow names, to pods of later days too', async () => {
    const denial = ofKind<Manifest & { spec: object }>(await manifestsOf(overlay), 'NetworkPolicy').find(
      ({ metadata }) => metadata.name === 'default-deny',
    );
    expect(denial?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  it('lead to ports that the pods say they listen on', async () => {
    const manifests = await manifestsOf(overlay);
    const listening = workloadsIn(manifests).flatMap((pod) =>
      portsOf(pod).map((port) => `${pod.name}:${port}`),
    );
    const named = [...allowedArrows(manifests)].map((arrow) => arrow.split(' → ')[1]!);
    expect(new Set(listening.filter((one) => !named.includes(one)))).toEqual(new Set());
  });

  it('keep the fetching of keys out of private networks', async () => {
    type Policy = Manifest & {
      spec: { egress: { to: { ipBlock: { cidr: string; except?: string[] } }[] }[] };
    };
    const policy = ofKind<Policy>(await manifestsOf(overlay), 'NetworkPolicy').find(
      ({ metadata }) => metadata.name === 'tokens-to-client-keys',
    );
    const [everywhere, ipv6] = policy!.spec.egress[0]!.to;
    expect(everywhere?.ipBlock.except).toEqual(
      expect.arrayContaining([
        '10.0.0.0/8',
        '100.64.0.0/10',
        '127.0.0.0/8',
        '169.254.0.0/16',
        '172.16.0.0/12',
        '192.168.0.0/16',
      ]),
    );
    expect(ipv6?.ipBlock).toEqual({ cidr: '2000::/3' });
  });
});

describe('the reading of network policies', () => {
  const pod = (name: string): Manifest => {
    const labels = { 'app.kubernetes.io/name': name };
    const template = { metadata: { labels }, spec: { containers: [] } };
    return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, ...{ spec: { template } } };
  };
  const policy = (spec: object): Manifest => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'x' },
    ...{ spec },
  });
  const only = (name: string) => ({ matchLabels: { 'app.kubernetes.io/name': name } });
  const deny = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  const out = policy({
    podSelector: only('a'),
    policyTypes: ['Egress'],
    egress: [{ to: [{ podSelector: only('b') }], ports: [{ port: 1 }] }],
  });
  const into = policy({
    podSelector: only('b'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: only('a') }], ports: [{ port: 1 }] }],
  });
  const pods = [pod('a'), pod('b')];

  it('sees nothing where all is denied, and everything where nothing is', () => {
    expect(allowedArrows([...pods, deny])).toEqual(new Set());
    expect(allowedArrows([pod('a')])).toEqual(new Set(['a → *:*', '* → a:*']));
  });

  it('sees an arrow between two pods where both sides allow it', () => {
    expect(allowedArrows([...pods, deny, out])).toEqual(new Set());
    expect(allowedArrows([...pods, deny, into])).toEqual(new Set());
    expect(allowedArrows([...pods, deny, out, into])).toEqual(new Set(['a → b:1']));
  });

  it('sees a rule that names no place or no port for what it is', () => {
    const loose = policy({
      podSelector: only('a'),
      policyTypes: ['Egress'],
      egress: [{ ports: [{ port: 1 }] }, { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    });
    expect(allowedArrows([pod('a'), deny, loose])).toEqual(new Set(['a → *:1', 'a → 10.0.0.0/8:*']));
  });
});
