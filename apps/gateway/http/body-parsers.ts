import type { FastifyInstance } from 'fastify';

/** The text of a form. A class of its own, since a JSON body may be a string too. */
export class FormText {
  constructor(readonly text: string) {}
}

/** The two kinds of body that we read. A form stays text, since whoever reads it must see doubled parameters. */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
    done(null, new FormText(String(body))),
  );
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    // Clients that set the header on every request send it with empty bodies too.
    if (body === '') done(null, undefined);
    else void parseJson(request, body, done);
  });
}
