import { describe, expect, it } from '@jest/globals';
import { matchRoute, pathAtUpstream } from './match-route.js';
import { protectedRoute } from './protected-route.js';

const route = (path: string, more: object = {}) =>
  protectedRoute.parse({ path, upstream: 'http://upstream:1', audience: 'a', scopes: [], ...more });
const routes = ['/orders', '/orders/admin', '/shop/orders'].map((path) => route(path));

describe('the route of a path', () => {
  it.each([
    ['/orders', '/orders'],
    ['/orders/', '/orders'],
    ['/orders/1/admin', '/orders'],
    ['/orders/administrators', '/orders'],
    ['/orders/admin', '/orders/admin'],
    ['/orders/admin/x', '/orders/admin'],
    ['/shop/orders/x', '/shop/orders'],
    ['/orders/;x/y', '/orders'],
  ])('%s is %s', (path, expected) => {
    expect(matchRoute(routes, path)?.path).toBe(expected);
  });

  it.each([
    '/',
    '/order',
    '/orders2',
    '/shop',
    '/ORDERS',
    '/orders;x=y',
    '/orders/Admin',
    '/orders/admin;x=y/z',
    '/orders;/admin',
  ])('38: %s is none', (path) => {
    expect(matchRoute(routes, path)).toBeUndefined();
  });
});

describe('the path at the upstream', () => {
  it.each([
    ['http://u', false, '/orders/1', '/orders/1'],
    ['http://u/', true, '/orders/1', '/1'],
    ['http://u', true, '/orders', '/'],
    ['http://u/api', true, '/orders', '/api'],
    ['http://u/api/', true, '/orders/', '/api/'],
    ['http://u/api', false, '/orders/%C3%A9', '/api/orders/%C3%A9'],
  ])('of %s, stripped %s: %s is %s', (upstream, strip_path, path, expected) => {
    expect(pathAtUpstream(route('/orders', { upstream, strip_path }), path)).toBe(expected);
  });
});
