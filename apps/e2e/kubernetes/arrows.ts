import { containersOf, ofKind, workloadsIn, type Labels, type Manifest, type Workload } from './manifests.js';

/** Which pods are meant, by their labels. */
export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
}
interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}
interface Rule {
  readonly to?: readonly Peer[];
  readonly from?: readonly Peer[];
  readonly ports?: readonly {
    readonly port?: number | string;
    readonly protocol?: string;
    readonly endPort?: number;
  }[];
}
interface Policy extends Manifest {
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes?: readonly string[];
    readonly egress?: readonly Rule[];
    readonly ingress?: readonly Rule[];
  };
}

/** One side of an arrow: a pod by its name, or a place outside of the namespace by its namespace or its addresses. */
interface End {
  readonly name: string;
  readonly isPod: boolean;
}

/**
 * All connections that the network policies of an installation allow, as `gateway → nats:4222`. Between two of its pods
 * both sides have to allow it. A pod that no policy of a direction selects may do everything there: `gateway → *`.
 */
export function allowedArrows(manifests: readonly Manifest[]): Set<string> {
  const pods = workloadsIn(manifests);
  const policies = ofKind<Policy>(manifests, 'NetworkPolicy');
  const out = pods.flatMap((pod) =>
    endsOf(pod, 'egress', policies, pods).map((to) => ({ from: { name: pod.name, isPod: true }, ...to })),
  );
  const into = pods.flatMap((pod) =>
    endsOf(pod, 'ingress', policies, pods).map(({ end, port }) => ({
      from: end,
      end: { name: pod.name, isPod: true },
      port,
    })),
  );
  const written = (arrow: { from: End; end: End; port: string }) =>
    `${arrow.from.name} → ${arrow.end.name}:${arrow.port}`;
  const left = new Set(out.map(written));
  const entered = new Set(into.map(written));
  return new Set([
    ...out.filter(({ end, ...arrow }) => !end.isPod || entered.has(written({ end, ...arrow }))).map(written),
    ...into.filter(({ from, ...arrow }) => !from.isPod || left.has(written({ from, ...arrow }))).map(written),
  ]);
}

function endsOf(
  pod: Workload,
  direction: 'egress' | 'ingress',
  policies: readonly Policy[],
  pods: readonly Workload[],
) {
  const type = direction === 'egress' ? 'Egress' : 'Ingress';
  const selecting = policies.filter(
    ({ spec }) => matches(spec.podSelector, pod.labels) && (spec.policyTypes ?? ['Ingress']).includes(type),
  );
  const everything = { end: { name: '*', isPod: false }, port: '*' };
  if (selecting.length === 0) return [everything];
  return selecting.flatMap(({ spec }) =>
    (spec[direction] ?? []).flatMap((rule) => {
      const peers = rule.to ?? rule.from;
      const ends = peers === undefined ? [everything.end] : peers.flatMap((peer) => namesOf(peer, pods));
      const ports = rule.ports?.map(
        ({ port = '*', protocol = 'TCP', endPort }) =>
          `${protocol === 'TCP' ? '' : `${protocol.toLowerCase()}/`}${port}${endPort === undefined ? '' : `-${endPort}`}`,
      ) ?? ['*'];
      return ends.flatMap((end) => ports.map((port) => ({ end, port })));
    }),
  );
}

function namesOf({ podSelector, namespaceSelector, ipBlock }: Peer, pods: readonly Workload[]): End[] {
  if (ipBlock !== undefined) return [{ name: ipBlock.cidr, isPod: false }];
  if (namespaceSelector !== undefined) {
    const namespace = namespaceSelector.matchLabels?.['kubernetes.io/metadata.name'] ?? 'any namespace';
    return [{ name: namespace, isPod: false }];
  }
  return pods
    .filter(({ labels }) => matches(podSelector ?? {}, labels))
    .map(({ name }) => ({ name, isPod: true }));
}

/** @throws Error for an operator that none of ours has */
export function matches({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator !== 'In') throw new Error(`Nobody knows ${operator} here.`);
      return values.includes(labels[key] ?? '');
    })
  );
}

/** Ports that a pod says it listens on, by their numbers. */
export function portsOf({ spec }: Workload): number[] {
  return containersOf(spec).flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));
}
