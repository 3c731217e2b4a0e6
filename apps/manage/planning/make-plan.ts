import { fieldProblems } from '@postern/contracts';
import type { Declaration } from '../declaration/declaration.js';
import { idOf, KINDS, labelOf, pick, type Existing, type Fields, type Kind, type State } from '../kinds.js';
import { Refusal } from '../refusal.js';
import { differences } from './differences.js';
import { grantsOn, lostScopes, narrowingSteps } from './grants.js';
import { unknownApis } from './known-apis.js';
import { describeMatch, match, type Match } from './match.js';
import { locksItselfOut } from './self.js';
import type { Plan, Step } from './step.js';

export interface PlanOptions {
  /** Whether to delete what is not declared. */
  readonly prune: boolean;
  /** The client that asks, which is neither deleted nor locked out. */
  readonly self: string;
}

/**
 * What has to be done so that all is as declared. Scopes are added before the clients that get them, and taken
 * after the clients that lose them.
 *
 * @throws Refusal with every reason for which it cannot be
 */
export function makePlan(declaration: Declaration, state: State, { prune, self }: PlanOptions): Plan {
  const problems: string[] = [];
  const refuse = (found: Match, reason: string) => problems.push(`${describeMatch(found)}: ${reason}`);
  const matches = match(declaration, state, refuse);
  const matched = new Set(matches.map(({ existing }) => existing));
  const undeclared = (kind: Kind) =>
    declaration[kind] === undefined
      ? []
      : state[kind].filter(
          (one) => !matched.has(one) && one['built_in'] !== true && idOf(kind, one) !== self,
        );
  const after = (kind: Kind) => afterwards(kind, matches, state, prune ? undeclared(kind) : []);
  const clients = after('client');
  const apis = after('api');

  const creates = matches.filter(({ existing }) => existing === undefined).map(creation);
  const updates = matches.flatMap((one) => change(one, clients));
  for (const found of matches)
    for (const reason of [...problemsOf(found, self), ...unknownApis(found.fields, apis)])
      refuse(found, reason);
  if (problems.length > 0) throw new Refusal(problems);

  const deletes = (kind: Kind): Step[] =>
    (prune ? undeclared(kind) : []).map((existing) => ({
      action: 'delete',
      kind,
      label: labelOf(kind, existing),
      existing,
      affectedClients: kind === 'api' ? clients.filter((client) => grantsOn(client, existing)).length : 0,
    }));
  const narrows = (step: Step) =>
    step.action === 'update' && step.kind === 'api' && lostScopes(step).length > 0;
  const of = (kind: Kind, steps: readonly Step[]) => steps.filter((step) => step.kind === kind);
  return {
    steps: [
      ...of('api', creates),
      ...of('api', updates).filter((step) => !narrows(step)),
      ...of('client', updates),
      ...of('client', creates),
      ...deletes('client'),
      ...of('api', updates).filter(narrows),
      ...deletes('api'),
    ],
    left: prune
      ? []
      : [
          ...undeclared('api').map((one) => `API ${labelOf('api', one)}`),
          ...undeclared('client').map((one) => `client ${labelOf('client', one)}`),
        ],
  };
}

/** The things of a kind as they are once the plan is done. */
function afterwards(
  kind: Kind,
  matches: readonly Match[],
  state: State,
  doomed: readonly Existing[],
): Fields[] {
  const declared = matches.filter((one) => one.kind === kind);
  const changed = new Map(declared.map(({ existing, fields }) => [existing, fields]));
  return [
    ...state[kind].filter((one) => !doomed.includes(one)).map((one) => ({ ...one, ...changed.get(one) })),
    ...declared.filter(({ existing }) => existing === undefined).map(({ fields }) => fields),
  ];
}

function creation({ kind, fields }: Match): Step {
  return { action: 'create', kind, label: labelOf(kind, fields), fields };
}

function change({ kind, fields, existing }: Match, clients: readonly Fields[]): Step[] {
  if (existing === undefined) return [];
  const found = differences(existing, fields);
  if (found.length === 0) return [];
  const label = labelOf(kind, existing);
  const step = { action: 'update', kind, label, existing, differences: found, affectedClients: 0 } as const;
  return kind === 'api' ? narrowingSteps(step, clients) : [step];
}

/** What the management API would refuse, as far as it can be known before. */
function problemsOf({ kind, fields, existing }: Match, self: string): string[] {
  if (existing === undefined) {
    const checked = KINDS[kind].creation.safeParse(pick(fields, KINDS[kind].creatable));
    return checked.success
      ? []
      : fieldProblems(checked.error).map(({ field, message }) => `${field} ${message}`);
  }
  return differences(existing, fields).flatMap((difference) => {
    const { field } = difference;
    if (!KINDS[kind].changeable.includes(field)) return [`${field} cannot be changed once it is created`];
    const reason = idOf(kind, existing) === self ? locksItselfOut(difference) : undefined;
    return reason === undefined ? [] : [`${reason}, and the program runs as this client`];
  });
}
