import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { ServiceMetrics } from './service-metrics.js';

describe('the metrics of a service', () => {
  it('say what the process needs', async () => {
    const text = await new ServiceMetrics().text();
    expect(text).toMatch(/^process_cpu_seconds_total \d/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
  });

  it('say which release runs', async () => {
    const release = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    const text = await new ServiceMetrics().text();
    expect(text).toContain(`\npostern_build_info{version="${release.version}"} 1\n`);
  });
});
