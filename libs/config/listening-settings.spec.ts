import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { loadConfig } from './load-config.js';
import { monitoringAddress, monitoringSettings } from './listening-settings.js';

const schema = z.object(monitoringSettings);
const addressIn = (environment: Record<string, string>) => monitoringAddress(loadConfig(schema, environment));

describe('where a service answers probes and Prometheus', () => {
  it('is nowhere unless a port is set, and then on this machine alone unless a host is', () => {
    expect(addressIn({})).toBeUndefined();
    expect(addressIn({ MONITORING_PORT: '' })).toBeUndefined();
    expect(addressIn({ MONITORING_PORT: '9464' })).toEqual({ host: '127.0.0.1', port: 9464 });
    expect(addressIn({ MONITORING_PORT: '0', HOST: '::' })).toEqual({ host: '::', port: 0 });
  });

  it.each(['-1', '65536', '9464.5', 'metrics'])('is not at port %s', (MONITORING_PORT) => {
    expect(() => addressIn({ MONITORING_PORT })).toThrow(/MONITORING_PORT/);
  });
});
