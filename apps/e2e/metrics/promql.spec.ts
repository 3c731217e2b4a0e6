import { describe, expect, it } from '@jest/globals';
import { readQuery } from './promql.js';

describe('a query', () => {
  it('is read with its metrics, their labels, and what it groups by', () => {
    const text =
      'sum by (job, le) (rate(a_bucket{namespace="$namespace", outcome=~"x|y"}[$__rate_interval])) and on (pod) b';
    expect(readQuery(text)).toEqual({
      selectors: [
        {
          metric: 'a_bucket',
          matchers: [
            { label: 'namespace', operator: '=', value: 'postern' },
            { label: 'outcome', operator: '=~', value: 'x|y' },
          ],
        },
        { metric: 'b', matchers: [] },
      ],
      grouping: ['job', 'le', 'pod'],
    });
  });

  it.each(['', '1', 'sum(a', 'a b', 'rate(a[5m]', 'a{x=}', 'sum by (a'])(
    'is refused where it is %j',
    (text) => {
      expect(() => readQuery(text)).toThrow();
    },
  );
});
