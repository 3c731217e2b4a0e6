import { describe, expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { NoQueryGuard } from './no-query.guard.js';

function ask(method: string, query: object): boolean {
  const http = { getRequest: () => ({ method, query }) };
  return new NoQueryGuard().canActivate({ switchToHttp: () => http } as unknown as ExecutionContext);
}

describe('parameters in a query', () => {
  it.each(['POST', 'PATCH', 'DELETE'])('30: are refused by name for a change (%s)', (method) => {
    expect(ask(method, {})).toBe(true);
    const message = 'is not a field that can be set';
    expect(() => ask(method, { force: 'true', x: ['', ''] })).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        fields: [
          { field: 'force', message },
          { field: 'x', message },
        ],
      }),
    );
  });

  it.each(['GET', 'HEAD'])('are the own affair of who answers a %s', (method) => {
    expect(ask(method, { limit: '1' })).toBe(true);
  });
});
