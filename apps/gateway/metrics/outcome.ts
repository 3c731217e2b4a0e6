import type { FailureCode } from '@postern/contracts';
import type { FastifyRequest } from 'fastify';

type Outcome = FailureCode | 'active' | 'inactive';

const outcomes = new WeakMap<FastifyRequest, Outcome>();

/** Notes how a request ended, where an operator should see more than its status. */
export function noteOutcome(request: FastifyRequest, outcome: Outcome): void {
  outcomes.set(request, outcome);
}

export function outcomeOf(request: FastifyRequest): Outcome | undefined {
  return outcomes.get(request);
}
