import { Failure } from '@postern/contracts';

/** For a log line: what went wrong, of a failure what its callers are not told. */
export function causeOf(error: unknown): string {
  if (error instanceof Failure) {
    const { code, internal = code, cause } = error;
    return cause === undefined ? internal : `${internal}: ${causeOf(cause)}`;
  }
  const { name, message, code } = (error ?? {}) as NodeJS.ErrnoException;
  // Of a name with several addresses, none of which can be reached, Node has nothing but the code.
  if (message === '' && code !== undefined) return code;
  // A name that says nothing: `Error`, and the `error` of pg.
  return message && /^error$/i.test(name) ? message : String(error);
}
