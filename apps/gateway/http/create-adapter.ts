import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Failure } from '@postern/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerClientError } from './failures/client-error.js';
import { sendFailure } from './failures/send-failure.js';
import { fastifyLimits, nodeLimits } from './limits.js';
import { requestIdOf } from './request-id.js';
import { standardHeaders } from './standard-headers.js';

/**
 * The HTTP server, with all its limits.
 *
 * @param trustedProxies CIDR blocks of those whose `X-Forwarded-*` are believed
 */
export function createAdapter(issuer: string, trustedProxies: readonly string[] = []): FastifyAdapter {
  return new FastifyAdapter({
    ...fastifyLimits,
    http: nodeLimits,
    logger: false,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    genReqId: requestIdOf,
    requestIdHeader: false,
    // While it stops it still answers what arrives, and asks for the connection to be closed.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: (error, socket) => answerClientError(issuer, error, socket),
    // Paths that the router cannot decode. No hook runs for them.
    frameworkErrors: (_: Error, request: FastifyRequest, reply: FastifyReply) => {
      reply.headers(standardHeaders(issuer, request.id));
      sendFailure(issuer, request, reply, new Failure('not_found'));
    },
  });
}
