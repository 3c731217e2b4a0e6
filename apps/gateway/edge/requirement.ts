import { Failure, type FieldProblem } from '@postern/contracts';
import { decodeFormComponent, parseScope } from '@postern/oauth';
import type { RequiredAccess } from '../http/access/required-access.js';
import { isAudience } from './audience.js';

const HEADERS = { scope: 'X-Required-Scopes', audience: 'X-Required-Audience' } as const;
type Name = keyof typeof HEADERS;

interface Named {
  readonly field: string;
  readonly name: Name;
  readonly value: string;
}

/**
 * What a proxy requires of the tokens that it lets through. All that is named anywhere is required, so that a
 * header which the proxy passes on from a stranger can ask for more but never for less. For the same reason
 * there is no default audience, which a stranger's header would replace.
 *
 * @param query of the proxy's own request, never of the one that it asks about
 * @throws Failure `invalid_request` for anything that is not understood, since it might have been a requirement
 */
export function requirementOf(query: string, headers: NodeJS.Dict<string[]>): RequiredAccess {
  const problems: FieldProblem[] = [];
  const named = [...namedInQuery(query, problems), ...namedInHeaders(headers)];
  const scopes = new Set<string>();
  const audiences = new Set<string>();
  for (const { field, name, value } of named) {
    if (name === 'audience') {
      if (isAudience(value)) audiences.add(value);
      else problems.push({ field, message: 'is not one audience; name several by repeating it' });
    } else {
      const tokens = parseScope(value);
      if (tokens === undefined)
        problems.push({ field, message: 'is not a list of scopes with single spaces between' });
      else for (const token of tokens) scopes.add(token);
    }
  }
  if (!named.some(({ name }) => name === 'audience')) {
    const message = `is missing; name the audience in the query or in ${HEADERS.audience}`;
    problems.push({ field: 'audience', message });
  }
  if (problems.length > 0) {
    const message = 'The proxy in front asks in a way that is not understood. Correct its configuration.';
    throw new Failure('invalid_request', { message, fields: problems });
  }
  return { scopes: [...scopes], audiences: [...audiences] };
}

function namedInHeaders(headers: NodeJS.Dict<string[]>): Named[] {
  return (Object.keys(HEADERS) as Name[]).flatMap((name) => {
    const field = HEADERS[name];
    return (headers[field.toLowerCase()] ?? []).map((value) => ({ field, name, value }));
  });
}

function namedInQuery(query: string, problems: FieldProblem[]): Named[] {
  if (query === '') return [];
  return query.split('&').flatMap((pair) => {
    const [name, ...rest] = pair.split('=');
    const value = decodeFormComponent(rest.join('='));
    if (name !== 'scope' && name !== 'audience') {
      problems.push({ field: 'query', message: 'has a parameter other than scope and audience' });
    } else if (value === undefined) problems.push({ field: name, message: 'is not well encoded' });
    else return [{ field: name, name, value }];
    return [];
  });
}
