import type { Fields } from '../kinds.js';

interface Grant {
  readonly audience: string;
  readonly scopes: readonly string[];
}

/**
 * What a client is declared to have on APIs that are not there, or not with these scopes.
 *
 * @param apis as they are after the plan
 */
export function unknownApis(declared: Fields, apis: readonly Fields[]): string[] {
  const grants = (declared['grants'] ?? []) as readonly Grant[];
  const served = (declared['resource_server_for'] ?? null) as string | null;
  const find = (audience: string) => apis.find((api) => api['audience'] === audience);
  return [
    ...grants.flatMap(({ audience, scopes }) => {
      const api = find(audience);
      if (api === undefined) return [`grants: there is no API ${audience}`];
      const known = ((api['scopes'] ?? []) as readonly { name: string }[]).map(({ name }) => name);
      const unknown = scopes.filter((scope) => !known.includes(scope));
      return unknown.map((scope) => `grants: the API ${audience} has no scope ${scope}`);
    }),
    ...(served !== null && find(served) === undefined
      ? [`resource_server_for: there is no API ${served}`]
      : []),
  ];
}
