import type { FailureCode, Limit } from '@postern/contracts';
import type { FastifyRequest } from 'fastify';

type Outcome = FailureCode | 'active' | 'inactive';

interface Ending {
  readonly outcome: Outcome;
  /** The limit that refused it. */
  readonly limit: Limit | undefined;
}

const endings = new WeakMap<FastifyRequest, Ending>();

/** Notes how a request ended, where an operator should see more than its status. */
export function noteOutcome(request: FastifyRequest, outcome: Outcome, limit?: Limit): void {
  endings.set(request, { outcome, limit });
}

export function endingOf(request: FastifyRequest): Partial<Ending> {
  return endings.get(request) ?? {};
}
