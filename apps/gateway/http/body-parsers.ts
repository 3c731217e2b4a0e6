import type { FastifyInstance } from 'fastify';

/** The two kinds of body that we read. A form stays text, since whoever reads it must see doubled parameters. */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
    done(null, body),
  );
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    // Clients that set the header on every request send it with empty bodies too.
    if (body === '') done(null, undefined);
    else void parseJson(request, body, done);
  });
}
