import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import { findKustomize } from './kustomize.js';
import { addedByHand, buildOverlay, type Overlay } from './overlays.js';

/** Any object of Kubernetes. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
}

export type Labels = Readonly<Record<string, string>>;

/** What makes pods. */
export interface Workload {
  readonly kind: string;
  /** As `app.kubernetes.io/name` says it. */
  readonly name: string;
  readonly labels: Labels;
  readonly spec: IPodSpec;
}

/** The objects of one YAML text. */
export function manifestsIn(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

/** What an overlay builds, and what a platform team adds to it by hand, as the examples have it. */
export function manifestsOf(overlay: Overlay): Promise<readonly Manifest[]> {
  const known = built.get(overlay) ?? buildAndAdd(overlay);
  built.set(overlay, known);
  return known;
}

const built = new Map<Overlay, Promise<readonly Manifest[]>>();

async function buildAndAdd(overlay: Overlay): Promise<readonly Manifest[]> {
  const [kustomize] = await findKustomize();
  return [
    ...manifestsIn(await buildOverlay(overlay, kustomize!)),
    ...manifestsIn(await addedByHand(overlay)),
  ];
}

export function ofKind<T extends Manifest>(manifests: readonly Manifest[], kind: T['kind']): T[] {
  return manifests.filter((manifest): manifest is T => manifest.kind === kind);
}

interface WithTemplate extends Manifest {
  readonly spec: { readonly template: { readonly metadata: Metadata; readonly spec: IPodSpec } };
}

/** Everything that makes pods. */
export function workloadsIn(manifests: readonly Manifest[]): Workload[] {
  return ['Deployment', 'StatefulSet', 'Job', 'DaemonSet', 'CronJob', 'Pod'].flatMap((kind) =>
    ofKind<WithTemplate>(manifests, kind).map(({ spec: { template } }) => {
      const labels = template.metadata.labels ?? {};
      return { kind, labels, spec: template.spec, name: labels['app.kubernetes.io/name'] ?? '' };
    }),
  );
}

/** All containers of a pod, in the order in which they start. */
export function containersOf({ initContainers = [], containers }: IPodSpec): IContainer[] {
  return [...initContainers, ...containers];
}
