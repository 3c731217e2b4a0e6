import { isScopeToken } from '@postern/oauth';
import { z } from 'zod';
import { PLAIN_PATH } from '../http/plain-path.js';
import { isAudience } from './audience.js';
import { OWN_PATHS } from './own-paths.js';

const path = z
  .string()
  .max(255, 'is longer than 255 characters')
  .regex(
    PLAIN_PATH,
    'is not a path like /orders or /shop/orders: letters, digits, - . _ ~, and no slash at the end',
  )
  .refine((value) => !isOwn(value), 'belongs to Postern itself');

/** A server, and the path below which its own paths are. */
const upstream = z
  .string()
  .refine((value) => isUpstream(value), 'is not a URL like http://orders:8080 or https://orders.example/api')
  .transform((value) => new URL(value));

export const protectedRoute = z.strictObject({
  /** Prefix of the paths that this route takes, on segment boundaries. */
  path,
  upstream,
  /** That every token must be meant for. */
  audience: z.string().refine(isAudience, 'is not an audience: printable characters without spaces'),
  /** All of which a token must have; an empty list asks for none. */
  scopes: z.array(z.string().refine(isScopeToken, 'is not a scope')).max(100, 'has more than 100 scopes'),
  /** Whether the upstream gets the path without the prefix. */
  strip_path: z.boolean().default(false),
  /** How long the upstream may take to begin its answer, and pause in it. */
  timeout_seconds: z.int('is not a whole number').min(1, 'is under 1').max(3_600, 'is over 3600').default(30),
});
export type ProtectedRoute = z.output<typeof protectedRoute>;

export const protectedRoutes = z
  .array(protectedRoute, 'is not a list of routes')
  .max(1_000, 'has more than 1000 routes')
  .superRefine((routes, context) => {
    const seen = new Set<string>();
    routes.forEach((route, index) => {
      // Upstreams may not tell upper from lower case, so neither do we where that matters.
      const key = route.path.toLowerCase();
      if (seen.has(key))
        context.addIssue({ code: 'custom', path: [index, 'path'], message: 'stands there twice' });
      seen.add(key);
    });
  });

function isOwn(value: string): boolean {
  return OWN_PATHS.includes(value.toLowerCase().split('/')[1] ?? '');
}

function isUpstream(value: string): boolean {
  if (!URL.canParse(value) || /[?#\\\s]/.test(value)) return false;
  const { protocol, username, password, pathname } = new URL(value);
  const plain =
    username === '' && password === '' && (pathname === '/' || PLAIN_PATH.test(pathname.replace(/\/$/, '')));
  return plain && ['http:', 'https:'].includes(protocol);
}
