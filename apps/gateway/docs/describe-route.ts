import type { z } from 'zod';
import { answerOf } from './answer-of.js';
import { exampleOf } from './example-of.js';
import { failuresOf } from './failures-of.js';
import { parametersOf } from './parameters-of.js';
import type { Route } from './route.js';
import type { Components } from './components.js';

/** A route as an operation of OpenAPI 3.1. */
export function describeRoute(route: Route, components: Components) {
  const { id, summary, description, anyMethod = false } = route.facts;
  const parameters = parametersOf(route, components);
  const body = bodyOf(route, components);
  return {
    operationId: id,
    tags: [route.tag],
    summary,
    ...(description !== undefined && { description }),
    ...(anyMethod && { 'x-any-method': true }),
    security: securityOf(route),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: body }),
    responses: { [route.status]: answerOf(route, components), ...failuresOf(route, components) },
  };
}

/** What a caller has to show; of several, one. */
function securityOf({ admissions, scope, method }: Route) {
  const ways = {
    bearer: [{ accessToken: scope === undefined ? [] : [scope] }],
    session: [{ sessionCookie: [], ...(method !== 'get' && { csrfToken: [] }) }],
    // Or in the body, which no security scheme can say.
    client: [{ clientBasic: [] }, {}],
  };
  return admissions.flatMap((admission): object[] => ways[admission]);
}

function bodyOf({ facts, parameters }: Route, components: Components) {
  const json = parameters.find((one) => one.in === 'body');
  if (json !== undefined)
    return { required: json.required, content: { 'application/json': contentOf(json.schema, components) } };
  if (facts.form === undefined) return undefined;
  const content = { 'application/x-www-form-urlencoded': contentOf(facts.form, components) };
  return { required: true, content };
}

function contentOf(sent: z.ZodType, components: Components) {
  const schema = components.input(sent);
  return { schema, example: exampleOf(schema, components) };
}
