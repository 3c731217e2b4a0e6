import type { Type } from '@nestjs/common';
import { Issuer } from '@postern/config';
import { MANAGEMENT_SCOPES } from '@postern/contracts';
import { SessionCookie } from '../session/session-cookie.js';
import { describeRoute } from './describe-route.js';
import { TAGS } from './operation.decorator.js';
import type { Route } from './route.js';
import { routesOf } from './routes-of.js';
import { Components } from './components.js';

/** The API document, as a value that Nest can inject. */
export class OpenApiDocument {
  constructor(readonly value: ReturnType<typeof describeGateway>) {}
}

const text = (description: string) => ({ description, schema: { type: 'string' } });

/** Headers that answers have. */
const HEADERS = {
  'X-Request-Id': text('The id under which our logs know the request.'),
  'Cache-Control': text('`no-store`: nobody keeps a refusal.'),
  ETag: {
    ...text('The version, for `If-Match`.'),
    example: '"1"',
  },
  'Retry-After': { description: 'When to try again, in seconds.', schema: { type: 'integer' }, example: 1 },
  'WWW-Authenticate': {
    ...text(
      'How to authenticate (RFC 6750 §3, RFC 9728 §5.1; at OAuth endpoints RFC 6749 §5.2; at those of the session its cookie).',
    ),
    example: 'Bearer realm="postern"',
  },
};

const ABOUT = `An OAuth 2.0 authorization server for machines. Get an access token at \`/oauth2/token\` with the client
credentials grant; send it to \`/v1\` as a bearer token.

Refusals are \`application/problem+json\` (RFC 9457) with a stable \`type\`, and at OAuth endpoints as in RFC 6749 §5.2.
Before any route, a request that is not HTTP answers 400, one that is slow to arrive 408, headers over 16 KiB 431; a path that there is not
answers 404, and another method of a path 405 with \`Allow\`. GET paths answer HEAD, too.

Fields may be added to answers. Unknown fields in requests are refused.`;

/** OpenAPI 3.1 of all that the gateway serves. */
export function describeGateway(issuer: string, controllers: readonly Type[], others: readonly Route[]) {
  const components = new Components();
  const routes = [...controllers.flatMap(routesOf), ...others].sort((one, other) =>
    one.path < other.path ? -1 : one.path > other.path ? 1 : 0,
  );
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route, components) };
  }
  const flow = { tokenUrl: `${issuer}/oauth2/token`, scopes: MANAGEMENT_SCOPES };
  return {
    openapi: '3.1.0',
    info: { title: 'Postern', version: '1', description: ABOUT },
    servers: [{ url: issuer }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        accessToken: {
          type: 'oauth2',
          description: 'An access token for the audience `urn:postern:management`.',
          flows: { clientCredentials: flow },
        },
        sessionCookie: {
          type: 'apiKey',
          in: 'cookie',
          name: new SessionCookie(new Issuer(issuer)).name,
          description:
            'The session of an administrator. Where a bearer token is presented, it does not count.',
        },
        csrfToken: {
          type: 'apiKey',
          in: 'header',
          name: 'X-CSRF-Token',
          description:
            'The `csrf_token` of the session, which every write with the cookie needs. It must be of the same origin, too.',
        },
        clientBasic: {
          type: 'http',
          scheme: 'basic',
          description:
            'Client ID and secret, each form-encoded (RFC 6749 §2.3.1). In place of the header the body may hold them, as `client_id` and `client_secret`, or an assertion, as `client_assertion` (RFC 7523).',
        },
      },
      headers: HEADERS,
      schemas: sorted(components.schemas),
      examples: sorted(components.examples),
    },
  };
}

function sorted<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}
