import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { manifestsOf, ofKind, type Manifest } from './manifests.js';
import { COMPONENTS, hasOptions, OVERLAYS, ROOT, type Overlay } from './overlays.js';

interface Path {
  readonly path: string;
  readonly isPrefix: boolean;
}
interface Ingress extends Manifest {
  readonly spec: {
    readonly tls: { readonly hosts: string[] }[];
    readonly rules: {
      readonly host: string;
      readonly http: { readonly paths: { readonly path: string; readonly pathType: string }[] };
    }[];
  };
}
interface HttpRoute extends Manifest {
  readonly spec: {
    readonly hostnames: string[];
    readonly rules: {
      readonly matches: { readonly path: { readonly type: string; readonly value: string } }[];
    }[];
  };
}

const ingressesOf = async (overlay: Overlay) => ofKind<Ingress>(await manifestsOf(overlay), 'Ingress');
const httpRoutesOf = async (overlay: Overlay) => ofKind<HttpRoute>(await manifestsOf(overlay), 'HTTPRoute');

/** What leads to the gateway from outside; an ImplementationSpecific path, which some read as a prefix, as the exact one. */
async function pathsOf(overlay: Overlay): Promise<Path[]> {
  const ingresses = (await ingressesOf(overlay)).flatMap(({ spec }) => spec.rules[0]!.http.paths);
  const routes = (await httpRoutesOf(overlay)).flatMap(({ spec }) =>
    spec.rules.flatMap(({ matches }) => matches),
  );
  return [
    ...ingresses.map(({ path, pathType }) => ({ path, isPrefix: pathType === 'Prefix' })),
    ...routes.map(({ path: { type, value } }) => ({ path: value, isPrefix: type === 'PathPrefix' })),
  ];
}

/** A prefix ends where a part of the path ends, with Ingress and HTTPRoute alike. */
const leadsTo =
  (asked: string) =>
  ({ path, isPrefix }: Path) =>
    asked === path || (isPrefix && asked.startsWith(`${path}/`));

const { paths: documented } = JSON.parse(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8')) as {
  paths: object;
};
const protectedRoutes = parse(readFileSync(join(COMPONENTS, 'protected-routes/routes.yaml'), 'utf8')) as {
  path: string;
}[];

/** For what runs in the cluster. */
const INSIDE = /^\/(health|metrics|edge)(\/|$)/;
/** The console and its API, but for what integrators need. */
const OF_ADMINISTRATORS = /^\/($|(session|console|assets|v1(?!\/whoami$))(\/|$))/;

describe.each(OVERLAYS.filter((overlay) => overlay !== 'dev'))(
  'from outside of the overlay %s',
  (overlay) => {
    it('all that the gateway serves can be asked for, but for what stays inside', async () => {
      const paths = await pathsOf(overlay);
      const added = hasOptions(overlay) ? protectedRoutes.map(({ path }) => path) : [];
      const served = [...Object.keys(documented), ...added];
      const inside = (path: string) =>
        INSIDE.test(path) || (hasOptions(overlay) && OF_ADMINISTRATORS.test(path));
      expect(served.filter((path) => !paths.some(leadsTo(path)))).toEqual(served.filter(inside));
      expect(paths.filter((one) => !served.some((path) => leadsTo(path)(one)))).toEqual([]);
    });

    it('paths are such that each release of ingress-nginx takes them', async () => {
      for (const { spec } of await ingressesOf(overlay))
        for (const { path, pathType } of spec.rules[0]!.http.paths)
          expect([path, pathType === 'ImplementationSpecific']).toEqual([path, !/^\/[\w/-]*$/.test(path)]);
    });

    it('the host is that of the issuer, and there is one way in', async () => {
      const { data } = ofKind<Manifest & { data: { ISSUER?: string } }>(
        await manifestsOf(overlay),
        'ConfigMap',
      ).find(({ metadata }) => /^postern-\w{10}$/.test(metadata.name))!;
      const host = new URL(data.ISSUER!).hostname;
      const ingresses = (await ingressesOf(overlay)).map(({ spec }) => [
        spec.rules[0]!.host,
        spec.tls[0]!.hosts,
      ]);
      const routes = (await httpRoutesOf(overlay)).map(({ spec }) => spec.hostnames);
      const isByGateway = overlay === 'production with all options';
      expect([ingresses, routes]).toEqual(isByGateway ? [[], [[host]]] : [[[host, [host]]], []]);
    });
  },
);
