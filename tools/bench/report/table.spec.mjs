import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignColumns, figure } from './table.mjs';

test('columns line up, and a heading widens none', () => {
  const rows = [['', 'ms'], ['a heading wider than all columns together'], ['one', '1,000'], ['three']];
  const expected = ['        ms', 'a heading wider than all columns together', 'one  1,000', 'three'];
  assert.equal(alignColumns(rows, ['left', 'right']), expected.join('\n'));
});

test('a figure that is not there reads n/a', () => {
  assert.deepEqual(
    [figure(12_345.6), figure(1.25, 1), figure(undefined), figure(Number.NaN)],
    ['12,346', '1.3', 'n/a', 'n/a'],
  );
});
