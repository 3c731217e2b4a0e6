import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';

describe('metrics', () => {
  it('are written as Prometheus reads them', async () => {
    const metrics = new Metrics();
    const knocks = metrics.counter({ name: 'knocks_total', help: 'Knocks.', labels: { door: 'which' } });
    const waits = metrics.histogram({ name: 'wait_seconds', help: 'Waits.', labels: {} }, [1, 5]);
    knocks.inc({ door: 'front "\n' });
    waits.observe(3);
    const text = await metrics.text();
    expect(metrics.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('# TYPE knocks_total counter\nknocks_total{door="front \\"\\n"} 1\n');
    expect(text).toMatch(/wait_seconds_bucket\{le="1"\} 0\n.*\nwait_seconds_bucket\{le="\+Inf"\} 1/);
  });

  it('refuse a label that they were not given', () => {
    const knocks = new Metrics().counter({
      name: 'knocks_total',
      help: 'Knocks.',
      labels: { door: 'which' },
    });
    expect(() => knocks.inc({ client: 'pcl_1' } as never)).toThrow();
  });

  it('are read when they are asked for, and left out where they are not known', async () => {
    const metrics = new Metrics();
    const guests = metrics.gauge({ name: 'guests', help: 'Guests.', labels: { room: 'which' } });
    let inside: number | undefined = 2;
    guests.from(() => inside, { room: 'hall' });
    expect(await metrics.text()).toContain('# TYPE guests gauge\nguests{room="hall"} 2\n');
    inside = undefined;
    expect(await metrics.text()).not.toContain('room=');
    inside = 0;
    expect(await metrics.text()).toContain('guests{room="hall"} 0\n');
  });

  it('of two are apart', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    const facts = { name: 'knocks_total', help: 'Knocks.', labels: {} };
    one.counter(facts).inc();
    other.counter(facts);
    expect(await one.text()).toContain('knocks_total 1');
    expect(await other.text()).toContain('knocks_total 0');
  });
});
