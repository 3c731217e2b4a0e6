import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { apiDocument } from '../gateway.module.js';
import { OWN_PATHS } from './own-paths.js';

describe('the paths that no protected route may take', () => {
  it('are those of every route of ours', () => {
    const paths = Object.keys(apiDocument('https://issuer.example').paths);
    expect(paths.length).toBeGreaterThan(0);
    const own = paths.map((path) => path.split('/')[1]);
    // What stands at `/` itself is no prefix of a route.
    expect(own.filter((segment) => segment !== '' && !OWN_PATHS.includes(segment!))).toEqual([]);
  });
});
