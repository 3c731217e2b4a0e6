import { describe, expect, it } from '@jest/globals';
import { Readiness } from '@postern/observability';
import { HealthController } from './health.controller.js';

const unready = expect.objectContaining({ code: 'unavailable' });

describe('readiness', () => {
  it('follows the connection to NATS, and what may be heard there', () => {
    const link = { connected: true, deaf: true };
    const readiness = new Readiness();
    const health = new HealthController(readiness);
    expect(() => health.ready()).toThrow(unready);
    readiness.begin(link);
    expect(() => health.ready()).toThrow(unready);
    link.deaf = false;
    expect(health.ready()).toEqual({ status: 'ready' });
    link.connected = false;
    expect(() => health.ready()).toThrow(unready);
    expect(health.live()).toEqual({ status: 'live' });
  });

  it('ends before the gateway does, which stays alive meanwhile', () => {
    const readiness = new Readiness();
    const health = new HealthController(readiness);
    readiness.begin({ connected: true, deaf: false });
    readiness.stop();
    expect(() => health.ready()).toThrow(unready);
    expect(health.live()).toEqual({ status: 'live' });
  });
});
