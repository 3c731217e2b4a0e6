import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { manifestsOf, ofKind, ROOT, type Manifest } from './manifests.js';

interface Path {
  readonly path: string;
  readonly pathType: string;
}
interface Ingress extends Manifest {
  readonly spec: {
    readonly tls: { readonly hosts: string[] }[];
    readonly rules: { readonly host: string; readonly http: { readonly paths: Path[] } }[];
  };
}

/** By the rules of the Ingress: a prefix ends where a part of the path ends. */
const leadsTo =
  (asked: string) =>
  ({ path, pathType }: Path) =>
    pathType === 'Exact' ? asked === path : asked === path || asked.startsWith(`${path}/`);

/** For what runs in the cluster. */
const INSIDE = /^\/(health|metrics|edge)(\/|$)/;

describe('from outside', () => {
  it('all that the gateway serves can be asked for, but for probes, metrics and the question of proxies', async () => {
    const [ingress] = ofKind<Ingress>(await manifestsOf('production'), 'Ingress');
    const { paths } = ingress!.spec.rules[0]!.http;
    const document = JSON.parse(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8')) as { paths: object };
    const served = Object.keys(document.paths);
    expect(served.filter((path) => !paths.some(leadsTo(path)))).toEqual(
      served.filter((path) => INSIDE.test(path)),
    );
    expect(paths.filter((one) => !served.some((path) => leadsTo(path)(one)))).toEqual([]);
  });

  it('paths are such that ingress-nginx takes them', async () => {
    const [ingress] = ofKind<Ingress>(await manifestsOf('production'), 'Ingress');
    for (const { path, pathType } of ingress!.spec.rules[0]!.http.paths)
      expect([path, pathType === 'ImplementationSpecific']).toEqual([path, !/^\/[\w/-]*$/.test(path)]);
  });

  it('the host is that of the issuer', async () => {
    const manifests = await manifestsOf('production');
    const { spec } = ofKind<Ingress>(manifests, 'Ingress')[0]!;
    const { data } = ofKind<Manifest & { data: { ISSUER?: string } }>(manifests, 'ConfigMap').find(
      ({ metadata }) => /^postern-\w{10}$/.test(metadata.name),
    )!;
    const host = new URL(data.ISSUER!).hostname;
    expect([spec.rules[0]!.host, spec.tls[0]!.hosts]).toEqual([host, [host]]);
  });
});
