import { describe, expect, it } from '@jest/globals';
import { Argon2Metrics } from './argon2-metrics.js';
import { Metrics } from './metrics.js';

describe('the metrics of argon2', () => {
  it('tell of each queue who runs, waits and was refused, and for how long argon2 takes', async () => {
    const metrics = new Metrics();
    const argon2 = new Argon2Metrics(metrics, 'which');
    const limit = { activeCount: 3, pendingCount: 7 };
    const queue = argon2.of('secrets', limit);
    argon2.of('passwords', { activeCount: 0, pendingCount: 0 });
    queue.refused();
    await expect(queue.measured(() => Promise.reject(new Error('broken hash')))).rejects.toThrow();
    limit.pendingCount = 8;
    const lines = (await metrics.text()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'postern_argon2_running{queue="secrets"} 3',
        'postern_argon2_waiting{queue="secrets"} 8',
        'postern_argon2_waiting{queue="passwords"} 0',
        'postern_argon2_refused_total{queue="secrets"} 1',
        'postern_argon2_refused_total{queue="passwords"} 0',
        'postern_argon2_duration_seconds_count{queue="secrets"} 1',
      ]),
    );
  });
});
