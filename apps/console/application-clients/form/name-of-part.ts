import { bodyOf, type ClientValues } from './client-values.js';

/**
 * What a part of a client is called beside the input that holds it: `scopes.2` is the scope itself, and what is wrong
 * within a key set is found by the path in it.
 */
export function nameOfPart(path: string, values: ClientValues): string | undefined {
  const [field = '', ...rest] = path.split('.');
  if (rest.length === 0) return undefined;
  if (field === 'jwks') return rest.join('.');
  const part = rest.reduce(within, within(bodyOf(values), field));
  if (typeof part === 'string') return `“${part}”`;
  // A grant is known by its API.
  const audience = within(part, 'audience');
  return typeof audience === 'string' ? `“${audience}”` : undefined;
}

function within(value: unknown, member: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, member)
    ? (value as Record<string, unknown>)[member]
    : undefined;
}
