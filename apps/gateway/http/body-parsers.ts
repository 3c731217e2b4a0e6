import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The text of a form. */
export class FormText {
  constructor(readonly text: string) {}
}

/** The text of a JSON body. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** A body of a kind that we do not read, or compressed. */
export class OtherBody {}

/**
 * Bodies stay text until their route reads them: a guard comes first, whatever was sent, and whoever reads a form
 * must see doubled parameters.
 */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const add = (types: string[] | string, read: (text: string) => unknown) =>
    fastify.addContentTypeParser<string>(types, { parseAs: 'string' }, (request, body, done) =>
      done(null, isCompressed(request) ? new OtherBody() : read(body)),
    );
  add('application/x-www-form-urlencoded', (text) => new FormText(text));
  // Clients that set the header on every request send it with empty bodies too.
  add(['application/json', 'application/merge-patch+json'], (text) =>
    text === '' ? undefined : new JsonText(text),
  );
  add('*', () => new OtherBody());
}

function isCompressed({ headers }: FastifyRequest): boolean {
  const encoding = headers['content-encoding'];
  return encoding !== undefined && encoding.toLowerCase() !== 'identity';
}
