import { z } from 'zod';
import { exampleOf } from './example-of.js';
import type { Route } from './route.js';
import type { Components } from './components.js';

const JSON_TYPE = 'application/json';
const PHRASES: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 204: 'No content' };

/** The answer that is no refusal. */
export function answerOf(route: Route, components: Components) {
  const bodies = bodiesOf(route);
  const content = Object.entries(bodies).map(([type, answer]) => {
    const schema = components.output(answer);
    return [type, { schema, example: exampleOf(schema, components) }];
  });
  return {
    description: PHRASES[route.status] ?? String(route.status),
    headers: headersOf(route, bodies),
    ...(content.length > 0 && { content: Object.fromEntries(content) as object }),
  };
}

function bodiesOf({ facts, status, headers }: Route): Readonly<Record<string, z.ZodType>> {
  const answer = facts.answer === undefined ? facts.asks?.reply : facts.answer;
  if (status === 204 || answer === null || answer === undefined) return {};
  const [type = ''] = (headers['Content-Type'] ?? JSON_TYPE).split(';');
  return answer instanceof z.ZodType ? { [type]: answer } : answer;
}

function headersOf({ headers, facts, tagged }: Route, bodies: Readonly<Record<string, z.ZodType>>) {
  const fixed = Object.entries(headers)
    .filter(([name]) => name !== 'Content-Type')
    .map(([name, value]) => [name, { schema: { type: 'string', const: value } }]);
  const told = Object.entries(facts.headers ?? {}).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  const versioned = Object.values(bodies).some(
    (body) => body instanceof z.ZodObject && 'version' in body.shape,
  );
  const named = ['X-Request-Id', ...(tagged && versioned ? ['ETag'] : [])];
  const references = named.map((name) => [name, { $ref: `#/components/headers/${name}` }]);
  return Object.fromEntries([...references, ...fixed, ...told]) as object;
}
