import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { NatsLink } from '@postern/messaging';
import { createLogger } from '@postern/observability';
import { GatewayModule } from '../gateway.module.js';
import { GatewayMetrics } from '../metrics/gateway-metrics.js';
import { OWN_PATHS } from './own-paths.js';

describe('the paths that no protected route may take', () => {
  it('are those of every controller', () => {
    const logger = createLogger({ service: 'gateway', level: 'error', format: 'json' });
    const settings = { ISSUER: 'https://issuer.example', SIGNING_ALGORITHM: 'ES256' } as const;
    const { controllers = [] } = GatewayModule.with(settings, {} as NatsLink, logger, new GatewayMetrics());
    const paths = controllers.flatMap((one) => Reflect.getMetadata('path', one) as string | string[]);
    expect(paths.length).toBeGreaterThan(0);
    const own = paths.map((path) => path.replace(/^\//, '').split('/')[0] ?? '');
    // What stands at `/` itself is no prefix of a route.
    expect(own.filter((segment) => segment !== '' && !OWN_PATHS.includes(segment))).toEqual([]);
  });
});
