import { Failure } from '@postern/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { anyMethod } from '../any-method.js';
import { sendFailure } from './send-failure.js';

/** Remembers which methods each route has. To be called before the routes are registered. */
export function collectRoutes(fastify: FastifyInstance): Map<string, Set<string>> {
  const routes = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const methods = routes.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    routes.set(url, methods);
  });
  return routes;
}

/** Answers every other method of a known path with 405 and `Allow` (RFC 9110 §15.5.6). */
export function refuseOtherMethods(
  fastify: FastifyInstance,
  routes: Map<string, Set<string>>,
  issuer: string,
): void {
  const methods = anyMethod(fastify);
  for (const [url, known] of [...routes]) {
    if (!url.startsWith('/')) continue;
    const allow = [...known].join(', ');
    const method = methods.filter((one) => !known.has(one));
    const failure = new Failure('method_not_allowed', { message: `Use ${allow} here.` });
    const refuse = (request: FastifyRequest, reply: FastifyReply) => {
      reply.header('allow', allow);
      sendFailure(issuer, request, reply, failure);
    };
    // In the hook, so that whatever body comes with it is not looked at.
    fastify.route({ url, method, onRequest: refuse, handler: refuse });
  }
}
