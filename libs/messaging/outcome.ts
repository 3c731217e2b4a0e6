import { Failure, FAILURES } from '@postern/contracts';

/** How a request ended, as an operator wants to see it: whether anybody has to do something, and who. */
type Outcome = 'answered' | 'refused' | 'failed';

export const OUTCOMES =
  '`answered`; `refused` where the request is to blame; `failed` where a part does not answer or is at fault';

/** @param failure what the request failed with; `undefined`: with nothing */
export function outcomeOf(failure: unknown): Outcome {
  if (failure === undefined) return 'answered';
  return FAILURES[Failure.from(failure).code].status >= 500 ? 'failed' : 'refused';
}
