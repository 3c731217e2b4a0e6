import { describe, expect, it } from '@jest/globals';
import type { NatsLink } from '@postern/messaging';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

describe('readiness', () => {
  it('follows the connection to NATS', () => {
    const link = { connected: true };
    const health = new HealthController(new Readiness(link as NatsLink));
    expect(health.ready()).toEqual({ status: 'ready' });
    link.connected = false;
    expect(() => health.ready()).toThrow(expect.objectContaining({ code: 'unavailable' }));
    expect(health.live()).toEqual({ status: 'live' });
  });

  it('ends before the gateway does, which stays alive meanwhile', () => {
    const readiness = new Readiness({ connected: true } as NatsLink);
    const health = new HealthController(readiness);
    readiness.stop();
    expect(() => health.ready()).toThrow(expect.objectContaining({ code: 'unavailable' }));
    expect(health.live()).toEqual({ status: 'live' });
  });
});
