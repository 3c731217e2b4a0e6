import { beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { FAILURES } from '@postern/contracts';
import type { NatsClient, NatsLink } from '@postern/messaging';
import { createLogger, Readiness } from '@postern/observability';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ConsoleFiles } from '../console/console-files.js';
import { registerAuthorize } from '../edge/authorize.js';
import { apiDocument, GatewayModule } from '../gateway.module.js';
import { createAdapter } from '../http/create-adapter.js';
import { collectRoutes } from '../http/failures/method-not-allowed.js';
import { GatewayMetrics } from '../metrics/gateway-metrics.js';

const ISSUER = 'http://127.0.0.1:3000';
const document = apiDocument(ISSUER);

interface Content {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Record<string, { $ref: string }>;
}
interface Described {
  readonly operationId: string;
  readonly security: unknown[];
  readonly parameters?: { name: string; in: string }[];
  readonly requestBody?: { content: Record<string, Content> };
  readonly responses: Record<string, { headers: object; content?: Record<string, Content> }>;
  readonly 'x-any-method'?: boolean;
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method, ...(described as Described) })),
);
const named = (id: string) => operations.find(({ operationId }) => operationId === id)!;

/** The methods of each route that Fastify has, with parameters as OpenAPI writes them. */
async function registeredRoutes(): Promise<Map<string, Set<string>>> {
  const logger = createLogger({ service: 'gateway', level: 'error', format: 'json' });
  const adapter = createAdapter(ISSUER);
  const routes = collectRoutes(adapter.getInstance());
  const settings = { ISSUER, SIGNING_ALGORITHM: 'ES256' } as const;
  // Nobody is asked: only what is registered counts.
  const link = {
    inboxPrefix: '_INBOX',
    connection: { subscribe: () => ({ isClosed: () => true }), flush: () => Promise.resolve() },
    whenDown: () => {},
    whenRefused: () => {},
    metrics: new GatewayMetrics().connection,
    close: () => {},
  };
  const app = await NestFactory.create<NestFastifyApplication>(
    GatewayModule.with(settings, {
      link: link as unknown as NatsLink,
      logger,
      metrics: new GatewayMetrics(),
      readiness: new Readiness(),
      consoleFiles: {} as ConsoleFiles,
    }),
    adapter,
    { logger: false, bodyParser: false, abortOnError: false },
  );
  await app.init();
  registerAuthorize(adapter.getInstance(), {} as NatsClient);
  await adapter.getInstance().ready();
  await app.close();
  const found = [...routes].filter(([url]) => url.startsWith('/'));
  return new Map(
    found.map(([url, methods]) => [url.replace(/:(\w+)/g, '{$1}').replace('*', '{path}'), methods]),
  );
}

let routes: Map<string, Set<string>>;
beforeAll(async () => {
  routes = await registeredRoutes();
});

describe('the API document', () => {
  it('has every route of the gateway, and no other', () => {
    const described = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    const registered = [...routes].flatMap(([path, methods]) =>
      [...methods]
        .filter((method) => method !== 'HEAD' || !methods.has('GET'))
        .filter(
          (method) => method === 'GET' || document.paths[path]?.['get'] === undefined || !takesAll(path),
        )
        .map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(registered.sort());
    for (const [path, methods] of routes) expect([path, methods.size > 20]).toEqual([path, takesAll(path)]);
  });

  it('names each operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('asks for an Idempotency-Key wherever something is created, and for If-Match wherever it is changed', () => {
    const headersOf = (method: string) =>
      operations
        .filter((one) => one.path.startsWith('/v1/') && one.method === method)
        .map(({ operationId, responses, parameters = [] }) => ({
          operationId,
          creates: '201' in responses,
          names: parameters.filter((one) => one.in === 'header').map(({ name }) => name),
        }));
    for (const { operationId, creates, names } of headersOf('post'))
      expect([operationId, names.includes('Idempotency-Key')]).toEqual([operationId, creates]);
    for (const { operationId, names } of [...headersOf('patch'), ...headersOf('delete')])
      expect([operationId, names]).toEqual([operationId, ['If-Match']]);
  });

  it('says who may ask, and what each refusal is called', () => {
    const session = { sessionCookie: [], csrfToken: [] };
    expect(named('createApi').security).toEqual([{ accessToken: ['apis:write'] }, session]);
    expect(named('whoami').security).toEqual([{ accessToken: [] }, { sessionCookie: [] }]);
    expect(named('authorize').security).toEqual([{ accessToken: [] }]);
    expect(named('changePassword').security).toEqual([session]);
    expect(named('getSession').security).toEqual([{ sessionCookie: [] }]);
    expect(named('signIn').security).toEqual([]);
    expect(named('issueToken').security).toEqual([{ clientBasic: [] }, {}]);
    expect(named('getLiveness').security).toEqual([]);
    const { '409': conflict, '401': unauthorized, '503': unavailable } = named('updateApi').responses;
    expect(Object.keys(conflict?.content?.['application/problem+json']?.examples ?? {})).toEqual([
      'built_in',
      'api_in_use',
      'too_many_clients',
    ]);
    expect(Object.keys(unauthorized!.headers)).toContain('WWW-Authenticate');
    expect(Object.keys(unavailable!.headers)).toContain('Retry-After');
    for (const { responses } of operations)
      for (const status of Object.keys(responses).map(Number))
        expect(status < 300 || Object.values(FAILURES).some((kind) => kind.status === status)).toBe(true);
  });

  it('has examples that are as their schemas want them', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'document', components: document.components });
    const check = (where: string, { schema, example, examples = {} }: Content) => {
      const validate: ValidateFunction = ajv.compile(absolute(schema) as object);
      const values = [
        ...Object.values(examples).map(
          ({ $ref }) => document.components.examples[$ref.split('/').at(-1)!]?.value,
        ),
        ...(example === undefined ? [] : [example]),
      ];
      expect([where, values.length > 0]).toEqual([where, true]);
      for (const value of values) {
        validate(value);
        expect([where, validate.errors ?? []]).toEqual([where, []]);
      }
    };
    for (const { operationId, requestBody, responses } of operations) {
      for (const content of Object.values(requestBody?.content ?? {})) check(operationId, content);
      for (const [status, { content = {} }] of Object.entries(responses))
        for (const one of Object.values(content)) check(`${operationId} ${status}`, one);
    }
  });
});

function takesAll(path: string): boolean {
  return operations.some((one) => one.path === path && one['x-any-method'] === true);
}

/** References into the document, as Ajv finds them. */
function absolute(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/components/', '"document#/components/'));
}
