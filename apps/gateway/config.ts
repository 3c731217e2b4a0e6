import {
  host,
  issuer,
  logFormat,
  logLevel,
  natsSettings,
  samplingSettings,
  setting,
  signingAlgorithm,
  tracingSettings,
} from '@postern/config';
import { z } from 'zod';
import { protectedRoutesFile } from './edge/protected-routes-file.js';
import { trustedProxies } from './http/trusted-proxies.js';
import { trustTraceparent } from './tracing/trust-traceparent.js';

/** Settings of the gateway. */
export const gatewaySettings = z.object({
  ...natsSettings,
  HOST: host,
  PORT: setting(z.coerce.number().int().min(0).max(65_535).default(3000), {
    description: 'Port to listen on.',
  }),
  ISSUER: issuer,
  TRUSTED_PROXIES: trustedProxies,
  SIGNING_ALGORITHM: signingAlgorithm,
  SHUTDOWN_DELAY_SECONDS: setting(z.coerce.number().int().min(0).max(300).default(0), {
    description: 'How long to go on serving, unready, after SIGTERM, until load balancers look elsewhere.',
  }),
  PROTECTED_ROUTES_FILE: protectedRoutesFile,
  ...tracingSettings('gateway'),
  ...samplingSettings,
  TRUST_TRACEPARENT: trustTraceparent,
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});
export type GatewaySettings = z.output<typeof gatewaySettings>;
