import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, percentile } from './statistics.mjs';

test('the median is the value in the middle, or the mean of the two there', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 10, 2]), 3);
  assert.equal(median([]), Number.NaN);
});

test('a percentile is a value that occurred', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  assert.equal(percentile(values, 0.5), 100);
  assert.equal(percentile(values, 0.99), 198);
  assert.equal(percentile(values, 1), 200);
  assert.equal(percentile([7], 0.01), 7);
  assert.equal(percentile([], 0.5), Number.NaN);
});
