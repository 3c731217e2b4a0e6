import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairwiseRatio, summarise, totalCpu } from './summary.mjs';

test('a failed round counts neither in the medians nor in the ratios', () => {
  const ours = [round(300), round(9_000, { 'status 503': 1 }), round(500)];
  const theirs = [round(100), round(100), round(250)];
  const summary = summarise(ours);
  assert.equal(summary.tokensPerSecond, 400);
  assert.equal(summary.failedRounds, 1);
  const ratio = pairwiseRatio(ours, theirs, ({ tokensPerSecond }) => tokensPerSecond);
  assert.deepEqual(ratio, { median: 2.5, lowest: 2, highest: 3 });
});

test('CPU time and memory are summed over the parts and kept for each', () => {
  const summary = summarise([round(100), round(100)]);
  assert.equal(summary.cpuMicrosecondsPerToken, 50);
  assert.deepEqual(summary.cpuMicrosecondsPerTokenByPart, { gateway: 20, tokens: 30 });
  assert.equal(summary.memoryBytes, 3);
});

test('where CPU time is not known there is no ratio of it', () => {
  const unknown = { ...round(100), cpuMicrosecondsPerToken: undefined };
  assert.equal(pairwiseRatio([unknown], [unknown], totalCpu).median, Number.NaN);
  assert.equal(summarise([unknown]).cpuMicrosecondsPerToken, undefined);
});

/**
 * @param {number} tokensPerSecond
 * @param {Record<string, number>} [failures]
 * @returns {import('./rounds.mjs').Round}
 */
function round(tokensPerSecond, failures = {}) {
  return {
    tokensPerSecond,
    p50Ms: 1,
    p99Ms: 2,
    cpuMicrosecondsPerToken: { gateway: 20, tokens: 30 },
    memoryBytes: { gateway: 1, tokens: 2 },
    failures,
    generatorBusy: 0.5,
  };
}
