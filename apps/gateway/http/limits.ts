import type { FastifyServerOptions } from 'fastify';
import type { ServerOptions } from 'node:http';

/** What one request may cost (checklist 48). Sizes in bytes, times in milliseconds. */
const BODY_LIMIT = 64 * 1024;
const HEADERS_LIMIT = 16 * 1024;
const RECEIVE_TIMEOUT = 10_000;
const IDLE_TIMEOUT = 72_000;

/** Options of node:http. */
export const nodeLimits: ServerOptions = {
  // We answer a request without one ourselves: node's own answer says nothing.
  requireHostHeader: false,
  maxHeaderSize: HEADERS_LIMIT,
  headersTimeout: RECEIVE_TIMEOUT,
  requestTimeout: RECEIVE_TIMEOUT,
  // How often node looks for connections that are over their time.
  connectionsCheckingInterval: 500,
};

export const fastifyLimits = {
  bodyLimit: BODY_LIMIT,
  requestTimeout: RECEIVE_TIMEOUT,
  keepAliveTimeout: IDLE_TIMEOUT,
} satisfies FastifyServerOptions;
