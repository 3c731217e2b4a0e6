import type { Fields } from '../kinds.js';
import type { Step } from './step.js';

type Update = Extract<Step, { action: 'update' }>;
interface Scope {
  readonly name: string;
}

/** Whether a client would lose something with this API; with `scopes`, with these of its scopes. */
export function grantsOn(client: Fields, { audience }: Fields, scopes?: readonly string[]): boolean {
  // The rights of its resource servers end with an API, not with a scope.
  if (scopes === undefined && client['resource_server_for'] === audience) return true;
  const grants = (client['grants'] ?? []) as { audience: string; scopes: string[] }[];
  const grant = grants.find((one) => one.audience === audience);
  if (grant === undefined) return false;
  return scopes === undefined || grant.scopes.some((scope) => scopes.includes(scope));
}

/** Scopes of an API that it has no more after the step. */
export function lostScopes({ differences }: Update): string[] {
  const change = differences.find(({ field }) => field === 'scopes');
  if (change === undefined) return [];
  const kept = new Set((change.to as Scope[]).map(({ name }) => name));
  return (change.from as Scope[]).map(({ name }) => name).filter((name) => !kept.has(name));
}

/**
 * A change of an API with the number of clients that it touches. Where it takes scopes and gives others it is done
 * in two: clients that change from one to the other need both for a moment.
 *
 * @param clients as they are after the plan
 */
export function narrowingSteps(step: Update, clients: readonly Fields[]): Update[] {
  const lost = lostScopes(step);
  if (lost.length === 0) return [step];
  const affectedClients = clients.filter((client) => grantsOn(client, step.existing, lost)).length;
  const scopes = step.differences.find(({ field }) => field === 'scopes')!;
  const others = step.differences.filter((one) => one !== scopes);
  const before = scopes.from as Scope[];
  const known = new Set(before.map(({ name }) => name));
  const to = scopes.to as Scope[];
  const gained = to.filter(({ name }) => !known.has(name));
  if (gained.length === 0) return [{ ...step, affectedClients }];
  const union = [...before, ...gained];
  return [
    { ...step, differences: [...others, { ...scopes, to: union }] },
    { ...step, differences: [{ ...scopes, from: union }], affectedClients },
  ];
}
