import { describe, expect, it } from '@jest/globals';
import { BatchedWrites } from './batched-writes.js';

describe('batched writes', () => {
  it('happen at the end of the turn, each once, in the order in which they were put off', async () => {
    const writes = new BatchedWrites();
    const written: string[] = [];
    writes.add(() => written.push('a'));
    await Promise.resolve();
    writes.add(() => written.push('b'));
    expect(written).toEqual([]);
    await new Promise(setImmediate);
    expect(written).toEqual(['a', 'b']);
    await new Promise(setImmediate);
    expect(written).toEqual(['a', 'b']);
  });

  it('that are put off by a write happen in a later turn', async () => {
    const writes = new BatchedWrites();
    const written: string[] = [];
    writes.add(() => writes.add(() => written.push('later')));
    await new Promise(setImmediate);
    expect(written).toEqual([]);
    await new Promise(setImmediate);
    expect(written).toEqual(['later']);
  });
});
