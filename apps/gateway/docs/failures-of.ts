import { FAILURES, problem, problemType, UNIVERSAL_FAILURES, type FailureCode } from '@postern/contracts';
import { oauthError } from '../http/failures/oauth-error.js';
import { exampleOf } from './example-of.js';
import type { Route } from './route.js';
import type { Components } from './components.js';

/** Codes that a route may refuse with. */
function codesOf({ facts, admissions, scope, parameters, path, method }: Route): FailureCode[] {
  const reads = facts.form !== undefined || parameters.some((one) => one.in === 'body');
  const asks = facts.asks !== undefined || admissions.length > 0;
  const takesTokens = admissions.includes('bearer') || admissions.includes('session');
  const codes: FailureCode[] = [
    ...(asks ? UNIVERSAL_FAILURES : []),
    ...(facts.asks?.failures ?? []),
    ...(facts.failures ?? []),
    ...(takesTokens ? (['missing_token', 'invalid_token'] as const) : []),
    ...(admissions.includes('session') && method !== 'get' ? (['cross_site'] as const) : []),
    ...(scope === undefined ? [] : (['insufficient_scope'] as const)),
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(reads ? (['content_too_large'] as const) : []),
    ...(reads && facts.form === undefined ? (['unsupported_media_type'] as const) : []),
  ];
  return [...new Set(codes)];
}

/** The answers that are refusals, by status. */
export function failuresOf(route: Route, components: Components) {
  const byStatus = new Map<number, FailureCode[]>();
  for (const code of codesOf(route)) {
    const { status } = FAILURES[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const ofOAuth = route.path.startsWith('/oauth2/');
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes
          .map((code) => `\`${nameOf(code, ofOAuth)}\`: ${FAILURES[code].title}`)
          .join('\n\n'),
        headers: headersOf(status, codes),
        content: ofOAuth ? oauthContent(codes, components) : problemContent(status, codes, components),
      },
    ]),
  );
}

function nameOf(code: FailureCode, ofOAuth: boolean): string {
  return ofOAuth ? FAILURES[code].oauth : problemType(code);
}

function problemContent(status: number, codes: FailureCode[], components: Components) {
  const schema = components.output(problem);
  const one = (code: FailureCode) => ({
    ...(exampleOf(schema, components) as object),
    type: problemType(code),
    title: FAILURES[code].title,
    status,
  });
  const types = { type: 'object', properties: { type: { enum: codes.map((code) => problemType(code)) } } };
  return {
    'application/problem+json': {
      schema: { allOf: [schema, types] },
      examples: Object.fromEntries(codes.map((code) => [code, components.example(code, one(code))])),
    },
  };
}

function oauthContent(codes: FailureCode[], components: Components) {
  const names = [...new Set(codes.map((code) => FAILURES[code].oauth))];
  const errors = { type: 'object', properties: { error: { enum: names } } };
  const examples = codes.map((code) => {
    const { oauth: error, title: error_description } = FAILURES[code];
    return [code, components.example(`oauth.${code}`, { error, error_description })];
  });
  return {
    'application/json': {
      schema: { allOf: [components.output(oauthError), errors] },
      examples: Object.fromEntries(examples) as object,
    },
  };
}

function headersOf(status: number, codes: readonly FailureCode[]) {
  const named = ['X-Request-Id', 'Cache-Control'];
  if (status === 401 || codes.every((code) => code === 'insufficient_scope')) named.push('WWW-Authenticate');
  if (status === 503 || status === 429) named.push('Retry-After');
  return Object.fromEntries(named.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
