import type { Declaration, Declared } from '../declaration/declaration.js';
import { idOf, labelOf, type Existing, type Kind, type State } from '../kinds.js';

export interface Match extends Declared {
  readonly kind: Kind;
  /** Absent where it is to be created. */
  readonly existing: Existing | undefined;
}

/**
 * Finds for each thing that is declared the one that there is.
 *
 * @param refuse is told what cannot be, with the declared thing
 */
export function match(
  declaration: Declaration,
  state: State,
  refuse: (match: Match, reason: string) => void,
): Match[] {
  return [
    ...(declaration.api ?? []).map((declared) => matchApi(declared, state, refuse)),
    ...matchClients(declaration.client ?? [], state, refuse),
  ];
}

type Refuse = Parameters<typeof match>[2];

function matchApi(declared: Declared, { api }: State, refuse: Refuse): Match {
  const existing = api.find(({ audience }) => audience === declared.fields['audience']);
  const found: Match = { kind: 'api', ...declared, existing };
  if (existing?.['built_in'] === true) refuse(found, 'is a part of Postern; take it out of the file');
  return found;
}

function matchClients(all: readonly Declared[], { client }: State, refuse: Refuse): Match[] {
  const claimed = new Set(all.map(({ fields }) => fields['client_id']));
  const unclaimed = client.filter(({ client_id }) => !claimed.has(client_id));
  return all.map(({ at, fields: { client_id, ...fields } }) => {
    const namesakes =
      client_id === undefined
        ? unclaimed.filter(({ name }) => name === fields['name'])
        : client.filter((one) => one['client_id'] === client_id);
    const found: Match = { kind: 'client', at, fields, existing: namesakes[0] };
    if (client_id !== undefined && namesakes.length === 0)
      refuse(found, 'there is no client with this client_id; to create one, leave client_id out');
    if (namesakes.length > 1) {
      const ids = namesakes.map((one) => idOf('client', one)).join(', ');
      refuse(found, `several clients have this name; say which by client_id: ${ids}`);
    }
    return found;
  });
}

/** For people: where it is declared, and what it is. */
export function describeMatch({ at, kind, fields }: Match): string {
  return `${at} ${kind === 'api' ? 'API' : 'client'} ${labelOf(kind, fields)}`;
}
