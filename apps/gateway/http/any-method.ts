import { METHODS } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** Every method that node can parse, WebDAV's and others among them; CONNECT asks for a tunnel, not for a resource. */
export function anyMethod(fastify: FastifyInstance): string[] {
  const methods = METHODS.filter((method) => method !== 'CONNECT');
  for (const method of methods) {
    if (!fastify.supportedMethods.includes(method)) fastify.addHttpMethod(method, { hasBody: true });
  }
  return methods;
}
