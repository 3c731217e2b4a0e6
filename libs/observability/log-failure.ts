import { FAILURES, type Failure } from '@postern/contracts';
import { causeOf } from './cause-of.js';
import type { Logger } from './logger.js';

/**
 * Writes a failure where an operator should hear of it: our own faults as errors with their cause, a part that
 * is missing as a warning, and what callers did wrong only when debugging.
 */
export function logFailure(logger: Logger, failure: Failure, where: Readonly<Record<string, unknown>>): void {
  const line = { ...where, code: failure.code, internal: failure.internal };
  if (failure.code === 'internal') logger.error({ ...line, err: failure.cause }, 'request failed');
  else if (FAILURES[failure.code].status > 500)
    logger.warn({ ...line, cause: failure.cause && causeOf(failure.cause) }, failure.message);
  else logger.debug(line, failure.message);
}
