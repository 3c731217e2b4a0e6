import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import { findKustomize } from './kustomize.js';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../../..');
const FOLDERS = {
  dev: 'k8s/overlays/dev',
  production: 'k8s/overlays/production',
  'production with all options': 'apps/e2e/kubernetes/fixtures/production-with-options',
};
export type Overlay = keyof typeof FOLDERS;
export const OVERLAYS = Object.keys(FOLDERS) as readonly Overlay[];

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

export function folderOf(overlay: Overlay): string {
  return join(ROOT, FOLDERS[overlay]);
}

/** What an overlay builds, and the Secrets that it leaves to the platform team, as their example has them. */
export function manifestsOf(overlay: Overlay): Promise<readonly Manifest[]> {
  const known = built.get(overlay) ?? buildWithSecrets(overlay);
  built.set(overlay, known);
  return known;
}

const built = new Map<Overlay, Promise<readonly Manifest[]>>();

async function buildWithSecrets(overlay: Overlay): Promise<readonly Manifest[]> {
  const [kustomize] = await findKustomize();
  const manifests = manifestsIn(await kustomize!.build(folderOf(overlay)));
  if (overlay === 'dev') return manifests;
  const example = await readFile(join(folderOf('production'), 'secrets.example.yaml'), 'utf8');
  const secrets = overlay === 'production' ? example : withOptionalKeys(example);
  return [...manifests, ...manifestsIn(secrets)];
}

/** The example with the keys that it has as comments. */
function withOptionalKeys(example: string): string {
  return example.replace(/^ {2}# (?=[a-z-]+: \S+ #)/gm, '  ');
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
