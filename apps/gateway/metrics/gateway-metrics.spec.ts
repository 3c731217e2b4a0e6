import { describe, expect, it } from '@jest/globals';
import { GatewayMetrics } from './gateway-metrics.js';

describe('what the gateway measures', () => {
  it.each(new GatewayMetrics().facts)(
    '$name is named as Prometheus has it',
    ({ name, type, help, labels }) => {
      expect(name).toMatch(
        {
          counter: /^postern_[a-z_]+_total$/,
          histogram: /^postern_[a-z_]+_(seconds|bytes)$/,
          gauge: /^postern_[a-z_]+(?<!_total)$/,
        }[type],
      );
      expect(help).toMatch(/^[A-Z1].*\.$/);
      for (const [label, values] of Object.entries(labels)) {
        expect(label).toMatch(/^[a-z]+$/);
        expect(values).not.toBe('');
      }
    },
  );
});
