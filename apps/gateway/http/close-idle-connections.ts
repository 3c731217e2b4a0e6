import type { FastifyInstance } from 'fastify';

const EVERY_MS = 50;

/**
 * From when the server closes on, ends connections as soon as nothing is under way on them. By itself it ends those that are
 * idle when it begins: one that is just answering then would stay open until its other end lets go, and keep the process.
 */
export function closeIdleConnections(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    const timer = setInterval(() => fastify.server.closeIdleConnections(), EVERY_MS);
    fastify.server.once('close', () => clearInterval(timer));
    done();
  });
}
