import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfigOrExit, natsServer } from '@postern/config';
import { endOnSignal, NatsClient, NatsLink, stopOnSignal } from '@postern/messaging';
import { createLogger, endOnError, NestLogger, Readiness, startTracing } from '@postern/observability';
import { gatewaySettings } from './config.js';
import { loadConsoleOrExit } from './console/load-console.js';
import { registerAuthorize } from './edge/authorize.js';
import { registerProtectedRoutes } from './edge/protected-routes.js';
import { GatewayModule } from './gateway.module.js';
import { registerBodyParsers } from './http/body-parsers.js';
import { noteBusyConnections } from './http/failures/client-error.js';
import { closeIdleConnections } from './http/close-idle-connections.js';
import { createAdapter } from './http/create-adapter.js';
import { requireHost } from './http/require-host.js';
import { addStandardHeaders } from './http/standard-headers.js';
import { collectRoutes, refuseOtherMethods } from './http/failures/method-not-allowed.js';
import { noteUntrustedProxies } from './http/trusted-proxies.js';
import { GatewayMetrics } from './metrics/gateway-metrics.js';
import { measureRequests } from './metrics/measure-requests.js';
import { traceRequests } from './tracing/trace-requests.js';

endOnSignal();
const settings = loadConfigOrExit(gatewaySettings);
const { ISSUER: issuer } = settings;
const logger = createLogger({ service: 'gateway', level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
endOnError(logger);
const metrics = new GatewayMetrics();
await startTracing(settings, { logger, metrics: metrics.spans }, settings);
const consoleFiles = await loadConsoleOrExit(logger);
const link = await NatsLink.connect({
  ...natsServer(settings),
  service: 'gateway',
  logger,
  metrics: metrics.connection,
});

const adapter = createAdapter(issuer, settings.TRUSTED_PROXIES);
const fastify = adapter.getInstance();
let stopping = false;
traceRequests(fastify, settings.TRUST_TRACEPARENT);
measureRequests(fastify, metrics);
noteBusyConnections(fastify);
closeIdleConnections(fastify);
addStandardHeaders(fastify, issuer, () => stopping);
requireHost(fastify, issuer);
noteUntrustedProxies(fastify, settings.TRUSTED_PROXIES, logger);
registerBodyParsers(fastify);
const readiness = new Readiness();
const routes = collectRoutes(fastify);
const app = await NestFactory.create<NestFastifyApplication>(
  GatewayModule.with(settings, { link, logger, metrics, readiness, consoleFiles }),
  adapter,
  {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  },
);
await app.init();
refuseOtherMethods(fastify, routes, issuer);
// After that, since their methods are all that there are.
const nats = app.get(NatsClient);
registerAuthorize(fastify, nats);
registerProtectedRoutes(fastify, nats, settings.PROTECTED_ROUTES_FILE);

const unreadyMs = settings.SHUTDOWN_DELAY_SECONDS * 1_000;
stopOnSignal(logger, stop, unreadyMs);
readiness.begin(link);
await app.listen(settings.PORT, settings.HOST);
logger.info({ url: await app.getUrl() }, 'ready');
process.send?.('ready');

async function stop(): Promise<void> {
  stopping = true;
  readiness.stop();
  await delay(unreadyMs);
  await app.close();
}
