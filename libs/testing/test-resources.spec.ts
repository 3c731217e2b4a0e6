import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TestResources } from './test-resources.js';

describe('test resources', () => {
  it('are released one after another, the last first, and once', async () => {
    const resources = new TestResources();
    const released: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      resources.add(name, async (resource) => {
        await new Promise(setImmediate);
        released.push(resource);
      });
    }
    await resources.release();
    await resources.release();
    expect(released).toEqual(['c', 'b', 'a']);
  });

  it('are all released, though one of them fails, which is not hidden', async () => {
    const resources = new TestResources();
    const released: string[] = [];
    resources.add('a', () => released.push('a'));
    resources.add('b', () => Promise.reject(new Error('b does not stop')));
    resources.add('c', () => released.push('c'));
    await expect(resources.release()).rejects.toThrow('b does not stop');
    expect(released).toEqual(['c', 'a']);
  });

  it('are released at once where the end has been already', async () => {
    const resources = new TestResources();
    await resources.release();
    const released: string[] = [];
    expect(resources.add('late', (resource) => released.push(resource))).toBe('late');
    expect(released).toEqual(['late']);
  });

  it('have folders that are gone afterwards, with all that is in them', async () => {
    const resources = new TestResources();
    const folder = await resources.folder();
    writeFileSync(join(folder, 'file'), '');
    await resources.release();
    expect(existsSync(folder)).toBe(false);
  });
});
