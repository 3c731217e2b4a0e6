import { Failure, FAILURES } from '@postern/contracts';

/** As drivers write them: `23505`, `ECONNREFUSED`. */
const CODE = /^\w{1,40}$/;

/** What kind of error it is: the code of a failure or of a driver, else its class. Never its text. */
export function errorType(error: unknown): string {
  if (error instanceof Failure) return error.code;
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && CODE.test(code) ? code : error.constructor.name;
}

/** Whether something is wrong with us, and not with what a caller wants. */
export function isOurFault(error: unknown): boolean {
  return !(error instanceof Failure) || FAILURES[error.code].status >= 500;
}
