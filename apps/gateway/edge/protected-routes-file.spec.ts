import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '@postern/config';
import { TestResources } from '@postern/testing';
import { z } from 'zod';
import { protectedRoutesFile } from './protected-routes-file.js';

const schema = z.object({ PROTECTED_ROUTES_FILE: protectedRoutesFile });
const resources = new TestResources();
afterAll(() => resources.release());

async function load(yaml: string) {
  const file = join(await resources.folder(), 'routes.yaml');
  await writeFile(file, yaml);
  return loadConfig(schema, { PROTECTED_ROUTES_FILE: file }).PROTECTED_ROUTES_FILE;
}

const ROUTE = {
  path: '/orders',
  upstream: 'http://orders:8080',
  audience: 'https://orders.example',
  scopes: ['a'],
};
const loadRoutes = (...routes: object[]) => load(JSON.stringify(routes));

describe('the file of protected routes', () => {
  it('need not be', () => {
    expect(loadConfig(schema, {}).PROTECTED_ROUTES_FILE).toEqual([]);
  });

  it('is read with what is left out', async () => {
    const yaml = `
- path: /orders # a comment
  upstream: https://orders.example/api
  audience: https://orders.example
  scopes: [orders:read, orders:write]
- { path: /x, upstream: 'http://[::1]:80', audience: urn:x, scopes: [], strip_path: true, timeout_seconds: 5 }
`;
    expect(await load(yaml)).toEqual([
      {
        path: '/orders',
        upstream: new URL('https://orders.example/api'),
        audience: 'https://orders.example',
        scopes: ['orders:read', 'orders:write'],
        strip_path: false,
        timeout_seconds: 30,
      },
      expect.objectContaining({ path: '/x', strip_path: true, timeout_seconds: 5 }),
    ]);
  });

  it('names every problem at once, by its place', async () => {
    const wrong = load(`
- { path: /v1/x, upstream: ftp://x, audience: '', scopes: r, strip_path: 1, timeout_seconds: 0, extra: 1 }
- { path: /orders, upstream: 'http://o', audience: a, scopes: ['"'] }
- { path: /Orders, upstream: 'http://o', audience: a, scopes: [] }
- {}
`);
    const error = await wrong.catch((caught: unknown) => caught as ConfigError);
    const problems = error instanceof ConfigError ? error.problems.map((line) => line.split(':')[0]!) : [];
    const of = (index: number, ...names: string[]) =>
      names.map((name) => `PROTECTED_ROUTES_FILE.${index}.${name}`);
    expect(problems.sort()).toEqual(
      [
        ...of(0, 'audience', 'extra', 'path', 'scopes', 'strip_path', 'timeout_seconds', 'upstream'),
        ...of(1, 'scopes.0'),
        ...of(3, 'audience', 'path', 'scopes', 'upstream'),
      ].sort(),
    );
  });

  it('tells of a prefix that stands there twice, in whatever case', async () => {
    await expect(loadRoutes(ROUTE, { ...ROUTE, path: '/Orders' })).rejects.toThrow(
      '1.path: stands there twice',
    );
  });

  it.each([
    ['', 'is not a list of routes'],
    ['orders: {}', 'is not a list of routes'],
    ['- {a: 1, a: 2}', 'is not YAML: Map keys must be unique'],
    ['- [', 'is not YAML'],
    ['a: *b', 'is not YAML'],
  ])('%j is refused', async (yaml, message) => {
    await expect(load(yaml)).rejects.toThrow(message);
  });

  it('that is not there is told', () => {
    const settings = { PROTECTED_ROUTES_FILE: '/nowhere/routes.yaml' };
    expect(() => loadConfig(schema, settings)).toThrow('PROTECTED_ROUTES_FILE: cannot be read (ENOENT)');
  });

  it.each([
    '/',
    '',
    'orders',
    '/orders/',
    '//orders',
    '/a/../b',
    '/a/.',
    '/a%20b',
    '/a?b',
    '/a;b',
    '/a*',
    '/:a',
    '/é',
  ])('refuses the path %j', async (path) => {
    await expect(loadRoutes({ ...ROUTE, path })).rejects.toThrow('0.path: is not a path');
  });

  it.each([
    '/oauth2',
    '/OAuth2/x',
    '/v1',
    '/.well-known/x',
    '/edge',
    '/health',
    '/metrics',
    '/docs',
    '/session',
  ])('refuses the path %s, which is ours', async (path) => {
    await expect(loadRoutes({ ...ROUTE, path })).rejects.toThrow('0.path: belongs to Postern itself');
  });

  it.each([
    'orders:8080',
    'http://u:p@o',
    'http://o?x',
    'http://o#x',
    'http://o/a//b',
    'http://o/../b%2f',
    'unix:/x',
  ])('refuses the upstream %s', async (upstream) => {
    await expect(loadRoutes({ ...ROUTE, upstream })).rejects.toThrow('0.upstream: is not a URL');
  });
});
