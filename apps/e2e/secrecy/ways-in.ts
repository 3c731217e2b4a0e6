import type { Answer } from '../system/ask.js';
import { signIn, type ConsoleSession } from '../system/console-session.js';
import { basic, type ApplicationClient, type Postern } from '../system/postern.js';

const GRANT = 'grant_type=client_credentials';
const JSON_TYPE = { 'content-type': 'application/json' };
const HEADERS = [
  ...[
    'x-request-id',
    'user-agent',
    'referer',
    'cookie',
    'x-forwarded-for',
    'forwarded',
    'traceparent',
    'tracestate',
    'baggage',
    'origin',
  ],
  ...[
    'accept',
    'accept-language',
    'proxy-authorization',
    'x-api-key',
    'if-match',
    'idempotency-key',
    'content-type',
  ],
];

/** Sends something to the OAuth endpoints in every place in which a request can hold it. */
export function throughOAuth(postern: Postern, client: ApplicationClient, canary: string): Promise<Answer>[] {
  const authorization = basic(client);
  const { client_id } = client;
  const names = ['grant_type', 'scope', 'resource', 'client_id', 'token', 'token_type_hint', 'x', canary];
  return ['/oauth2/token', '/oauth2/introspect', '/oauth2/revoke', `/oauth2/${canary}`].flatMap((path) => [
    ...names.map((name) => postern.post(path, { [name]: canary }, { authorization })),
    ...names.map((name) =>
      postern.post(path, `${GRANT}&${name}=${canary}&${name}=${canary}`, { authorization }),
    ),
    postern.post(path, `${GRANT}&${canary}=%zz`, { authorization }),
    postern.post(path, { client_id: canary, client_secret: canary }),
    postern.post(path, GRANT, { authorization: `Basic ${canary}` }),
    postern.post(path, GRANT, { authorization: `Bearer ${canary}` }),
    postern.post(path, GRANT, { authorization: canary }),
    postern.post(path, GRANT, { authorization: basic({ client_id, client_secret: canary }) }),
    postern.post(path, GRANT, { authorization: basic({ client_id: canary, client_secret: canary }) }),
    postern.post(path, JSON.stringify({ client_secret: canary }), JSON_TYPE),
    postern.post(path, `{"client_secret":"${canary}"`, JSON_TYPE),
    postern.post(`${path}?client_secret=${canary}&access_token=${canary}`, GRANT),
    postern.ask(`${path}?token=${canary}`),
  ]);
}

/** The same for the management API; nothing of it is a field that would be kept. */
export function throughManagement(
  postern: Postern,
  client: ApplicationClient,
  canary: string,
): Promise<Answer>[] {
  const long = canary.repeat(12);
  const bodies = [
    { name: long },
    { name: 1, description: long },
    { name: 'x', scopes: [`${canary}"`] },
    { name: 'x', client_secret: canary, x: { y: canary } },
  ];
  const { client_id } = client;
  return [
    ...[['POST', ''] as const, ['PATCH', `/${client_id}`] as const, ['PATCH', `/${canary}`] as const].flatMap(
      ([method, path]) => [
        ...bodies.map((json) => postern.manage(method, path, { json })),
        postern.manage(method, path, { body: `{"name":"${canary}"` }),
        postern.manage(method, path, { body: canary }),
      ],
    ),
    ...['search', 'cursor', 'limit', 'sort'].map((name) => postern.manage('GET', `?${name}=${canary}`)),
    ...['GET', 'DELETE'].map((method) => postern.manage(method, `/${canary}`)),
    postern.whoami(canary),
    postern.ask(`/${canary}`),
    postern.ask(`/v1/whoami?access_token=${canary}`),
    ...HEADERS.flatMap((header) => [
      postern.ask('/health/live', { headers: { [header]: canary } }),
      postern.manage('PATCH', `/${client_id}`, {
        json: { description: header },
        headers: { [header]: canary },
      }),
    ]),
  ];
}

/** The same for what the console asks of its own, signed in and not; nothing of it is kept. */
export function throughConsole(postern: Postern, session: ConsoleSession, canary: string): Promise<Answer>[] {
  const wrong = { email: canary.slice(0, 254), password: canary };
  const cookies = [
    session.cookie.replace(/=.*/, `=${canary}`),
    `${canary}=x`,
    `x=${canary}; ${session.cookie}`,
  ];
  return [
    signIn(postern, wrong),
    signIn(postern, { ...wrong, email: postern.admin.email }),
    signIn(postern, wrong, { cookie: cookies[0] }),
    signIn(postern, { ...wrong, email: canary.repeat(20) }),
    ...cookies.flatMap((cookie) => [
      postern.ask('/session', { headers: { cookie } }),
      postern.ask('/session', { method: 'DELETE', headers: { cookie, 'x-csrf-token': canary } }),
      postern.ask(`/console/${canary}?x=${canary}`, { headers: { cookie, referer: canary } }),
    ]),
    postern.ask(`/assets/${canary}`),
    postern.ask(`/session?password=${canary}`, { method: 'POST' }),
    ...[
      ['PUT', '/session/password', { current_password: canary, new_password: `${canary} new` }],
      ['PUT', '/session/password', { current_password: 'x', new_password: canary.repeat(12) }],
      ['PATCH', '/session/profile', { email: 'other@example.org', current_password: canary }],
      ['PATCH', '/session/profile', { first_name: `${canary}1` }],
      ['POST', '/v1/administrators', { email: canary, first_name: `${canary}1`, role: canary }],
    ].map(([method, path, json]) => session.ask(method as string, path as string, { json })),
  ];
}

/** As the name of a field, by which the answer calls it (checklist 30): there, and only there, it is repeated. */
export async function withUnknownField(postern: Postern, canary: string): Promise<void> {
  await postern.manage('POST', '', { json: { [canary]: canary } });
}

/** With a change that is audited, announced and kept for a retry. */
export async function throughRecords(postern: Postern, canary: string): Promise<Promise<Answer>[]> {
  const headers = { 'x-request-id': canary, 'idempotency-key': canary.slice(0, 255), 'user-agent': canary };
  const made = await postern.manage('POST', '', { json: { name: 'Made' }, headers });
  return [postern.manage('DELETE', `/${made.json<ApplicationClient>().client_id}`, { headers })];
}
