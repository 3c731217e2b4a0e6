import { Failure } from '@postern/contracts';

/** For a log line: what went wrong, of a failure what its callers are not told. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Failure)) return String(error);
  const { code, internal = code, cause } = error;
  return cause === undefined ? internal : `${internal}: ${causeOf(cause)}`;
}
