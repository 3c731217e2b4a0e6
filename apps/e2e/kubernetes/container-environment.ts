import type { IContainer, IPodSpec, IVolume } from 'kubernetes-models/v1';
import { ofKind, type Manifest } from './manifests.js';

interface WithData extends Manifest {
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

/** A file that a container finds, as far as an object says what is in it. */
export interface MountedFile {
  readonly path: string;
  readonly value: string;
  /** As the manifest has it, in octal or not. */
  readonly mode: number;
}

/** What ConfigMaps and Secrets hold, so that what refers to them can be resolved. */
export class Values {
  constructor(private readonly manifests: readonly Manifest[]) {}

  /** @throws Error where there is no such object */
  all(kind: 'ConfigMap' | 'Secret', name: string): Readonly<Record<string, string>> {
    const found = ofKind<WithData>(this.manifests, kind).find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
    const { data = {}, stringData = {} } = found;
    if (kind === 'ConfigMap') return data;
    const decoded = Object.entries(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]);
    return { ...(Object.fromEntries(decoded) as Record<string, string>), ...stringData };
  }

  /** @throws Error where there is no such object, or it has no such key */
  one(kind: 'ConfigMap' | 'Secret', name: string, key: string): string {
    const value = this.all(kind, name)[key];
    if (value === undefined) throw new Error(`${kind} ${name} has no ${key}.`);
    return value;
  }
}

/**
 * The environment of a container, as Kubernetes would set it.
 *
 * @throws Error where something is referred to that is not there
 */
export function environmentOf(
  { env = [], envFrom = [] }: IContainer,
  values: Values,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const { configMapRef, secretRef } of envFrom) {
    if (configMapRef?.name !== undefined) Object.assign(result, values.all('ConfigMap', configMapRef.name));
    if (secretRef?.name !== undefined) Object.assign(result, values.all('Secret', secretRef.name));
  }
  for (const { name, value, valueFrom } of env) {
    const { configMapKeyRef: map, secretKeyRef: secret } = valueFrom ?? {};
    if (map?.name !== undefined) result[name] = values.one('ConfigMap', map.name, map.key);
    else if (secret?.name !== undefined) result[name] = values.one('Secret', secret.name, secret.key);
    else if (value !== undefined) result[name] = value;
    else throw new Error(`${name} comes from nowhere.`);
  }
  return result;
}

/**
 * The files that a container finds where ConfigMaps and Secrets are mounted.
 *
 * @throws Error where something is referred to that is not there
 */
export function filesOf({ volumeMounts = [] }: IContainer, spec: IPodSpec, values: Values): MountedFile[] {
  return volumeMounts.flatMap(({ name, mountPath, subPath }) => {
    const volume = spec.volumes?.find((one) => one.name === name);
    if (volume === undefined) return [];
    const files = filesIn(volume, values);
    if (subPath === undefined) return files.map((file) => ({ ...file, path: `${mountPath}/${file.path}` }));
    const file = files.find(({ path }) => path === subPath);
    if (file === undefined) throw new Error(`Volume ${name} has no ${subPath}.`);
    return [{ ...file, path: mountPath }];
  });
}

function filesIn({ configMap, secret }: IVolume, values: Values): MountedFile[] {
  const [kind, name] = secret
    ? (['Secret', secret.secretName] as const)
    : (['ConfigMap', configMap?.name] as const);
  if (name === undefined) return [];
  const items =
    (secret ?? configMap)?.items ?? Object.keys(values.all(kind, name)).map((key) => ({ key, path: key }));
  const mode = (secret ?? configMap)?.defaultMode ?? 0o644;
  return items.map(({ key, path }) => ({ path, mode, value: values.one(kind, name, key) }));
}
