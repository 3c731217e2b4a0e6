import { z } from 'zod';
import { setting } from './setting.js';

/** Address to listen on. */
export const host = setting(z.string().default('127.0.0.1'), { description: 'Address to listen on.' });

/** Where a service that has no HTTP surface answers probes and Prometheus. */
export const monitoringSettings = {
  HOST: host,
  MONITORING_PORT: setting(z.coerce.number().int().min(0).max(65_535).optional(), {
    description:
      'Port on which to answer `/health/live`, `/health/ready` and `/metrics`. Unless set, nothing listens; 0 for any free one, which the log tells.',
  }),
};

interface MonitoringSettings {
  readonly HOST: string;
  readonly MONITORING_PORT?: number | undefined;
}

/** Where to listen for probes and Prometheus; `undefined`: nowhere. */
export function monitoringAddress({ HOST, MONITORING_PORT: port }: MonitoringSettings) {
  return port === undefined ? undefined : { host: HOST, port };
}
