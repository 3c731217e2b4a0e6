import { ADMINISTRATOR_ID, API_ID, CLIENT_ID } from '@postern/contracts';
import { z } from 'zod';
import { CONDITIONS } from '../management/conditions.decorator.js';
import type { Route } from './route.js';
import type { Components } from './components.js';

/** What may stand in a path. */
const IN_PATHS: Readonly<Record<string, z.ZodType>> = {
  administrator_id: z.string().regex(ADMINISTRATOR_ID),
  api_id: z.string().regex(API_ID),
  client_id: z.string().regex(CLIENT_ID),
  secret_id: z.uuid(),
};

/** The parameters of an operation: of its path, its query and its headers. */
export function parametersOf(route: Route, components: Components) {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: components.input(IN_PATHS[name] ?? z.string()),
  }));
  const read = route.parameters.flatMap((facts): object[] => {
    if (facts.in === 'query') return queryOf(facts.schema, components);
    if (facts.in === 'body') return [];
    return facts.names.map((name) => {
      const { schema, read: _, ...about } = CONDITIONS[name as keyof typeof CONDITIONS];
      return { name, ...about, schema: components.input(schema) };
    });
  });
  const { query, requestHeaders = {} } = route.facts;
  const told = Object.entries(requestHeaders).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }));
  return [...inPath, ...read, ...(query === undefined ? [] : queryOf(query, components)), ...told];
}

function queryOf(query: z.ZodObject, components: Components) {
  const { properties = {}, required = [] } = components.input(query);
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description !== undefined && { description }),
    required: required.includes(name),
    schema,
  }));
}
