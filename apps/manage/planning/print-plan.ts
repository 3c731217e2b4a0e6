import { KINDS } from '../kinds.js';
import { isSame, type Difference } from './differences.js';
import { affectedClients, type Plan, type Step } from './step.js';

const SIGNS = { create: '+', update: '~', delete: '-' } as const;

/** A plan in lines for people. */
export function printPlan({ steps, left }: Plan): string[] {
  const count = (action: Step['action']) => steps.filter((step) => step.action === action).length;
  const summary =
    steps.length === 0
      ? 'Nothing to do: all is as declared.'
      : `Plan: ${count('create')} to create, ${count('update')} to change, ${count('delete')} to delete.`;
  const stays =
    left.length === 0 ? [] : [`Not declared, and left alone (--prune deletes): ${left.join(', ')}.`];
  return [...steps.flatMap(printStep), summary, ...stays];
}

export function describeStep({ action, kind, label }: Step): string {
  return `${SIGNS[action]} ${KINDS[kind].title} ${label}`;
}

function printStep(step: Step): string[] {
  const touched = affectedClients(step);
  const needsForce = touched === 0 ? [] : [`    takes grants from ${clients(touched)}: needs --force`];
  return [describeStep(step), ...fieldsOf(step).map((line) => `    ${line}`), ...needsForce];
}

function fieldsOf(step: Step): string[] {
  if (step.action === 'delete') return [];
  if (step.action === 'create')
    return Object.entries(step.fields).map(([field, value]) => `${field}: ${JSON.stringify(value)}`);
  return step.differences.flatMap(printDifference);
}

/** Of lists, what goes and what comes. */
function printDifference({ field, from, to }: Difference): string[] {
  if (!Array.isArray(from) || !Array.isArray(to))
    return [`${field}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`];
  const without = (all: unknown[], others: unknown[]) =>
    all.filter((one) => !others.some((other) => isSame(one, other)));
  return [
    ...without(from, to).map((one) => `${field}: - ${JSON.stringify(one)}`),
    ...without(to, from).map((one) => `${field}: + ${JSON.stringify(one)}`),
  ];
}

export function clients(count: number): string {
  return count === 1 ? '1 application client' : `${count} application clients`;
}
