import type { ProtectedRoute } from './protected-route.js';

/**
 * The route with the longest prefix of the path, on segment boundaries.
 *
 * An upstream may ignore case, or cut `;…` off a segment (RFC 3986 §3.3). So a path that a longer prefix would take in
 * such a reading is taken by none: a shorter one may ask for less.
 */
export function matchRoute(routes: readonly ProtectedRoute[], path: string): ProtectedRoute | undefined {
  const loose = path.toLowerCase().replace(/;[^/]*/g, '');
  const closest = routes
    .filter((route) => isBelow(loose, route.path.toLowerCase()))
    .reduce<ProtectedRoute | undefined>(
      (best, route) => (best !== undefined && best.path.length >= route.path.length ? best : route),
      undefined,
    );
  return closest !== undefined && isBelow(path, closest.path) ? closest : undefined;
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** Where a path of the route is at its upstream. */
export function pathAtUpstream({ path: prefix, upstream, strip_path }: ProtectedRoute, path: string): string {
  const rest = strip_path ? path.slice(prefix.length) : path;
  return upstream.pathname.replace(/\/$/, '') + rest || '/';
}
