import type { Manifest } from './manifests.js';

interface Model {
  readonly prototype: { validate(): void };
}

/** Where the models of a group are, if not among those of Kubernetes itself. */
const FOREIGN: Readonly<Record<string, string>> = {
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

/**
 * What is wrong with objects by the schemas that Kubernetes has for their kinds: values, and fields that a schema does not know.
 * The validators of these schemas look at each field that they know, so a field that nobody looked at is unknown.
 */
export async function problemsOf(manifests: readonly Manifest[]): Promise<string[]> {
  const problems: string[] = [];
  for (const manifest of manifests) {
    const model = await modelOf(manifest);
    const unseen = new Set<string>();
    try {
      // Some models find their schema by the object that they validate.
      const instance = Object.assign(Object.create(model) as Manifest, withoutLineBreaks(manifest));
      model.validate.call(watch(instance, '', unseen));
      problems.push(...[...unseen].map((path) => `${title(manifest)}${path} is unknown`));
    } catch (error) {
      problems.push(`${title(manifest)}: ${(error as Error).message}`);
    }
  }
  return problems;
}

function title({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

/** @throws Error where there is no such kind */
async function modelOf({ apiVersion, kind }: Manifest): Promise<Model['prototype']> {
  const [group = ''] = apiVersion.split('/');
  const models = (await import(`${FOREIGN[group] ?? 'kubernetes-models'}/${apiVersion}`)) as Partial<
    Record<string, Model>
  >;
  const model = models[kind];
  if (model === undefined) throw new Error(`${apiVersion} has no ${kind}.`);
  return model.prototype;
}

/** Kubernetes skips line breaks in the values of a Secret, which kustomize puts there; the schema does not. */
function withoutLineBreaks(manifest: Manifest & { readonly data?: Readonly<Record<string, string>> }) {
  if (manifest.kind !== 'Secret') return manifest;
  const values = Object.entries(manifest.data ?? {}).map(([key, value]) => [key, value.replaceAll('\n', '')]);
  return { ...manifest, data: Object.fromEntries(values) as Record<string, string> };
}

/** The same value; a field leaves `unseen` as soon as somebody reads it. */
function watch<T>(value: T, path: string, unseen: Set<string>): T {
  if (typeof value !== 'object' || value === null) return value;
  const watched = new Map(
    Object.entries(value).map(([key, field]) => {
      const at = `${path}/${key}`;
      unseen.add(at);
      return [key, { at, field: watch<unknown>(field, at, unseen) }] as const;
    }),
  );
  return new Proxy(value, {
    get: (target, key, receiver) => {
      const known = typeof key === 'string' ? watched.get(key) : undefined;
      if (known === undefined) return Reflect.get(target, key, receiver) as unknown;
      unseen.delete(known.at);
      return known.field;
    },
  });
}
