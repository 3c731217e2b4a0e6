import { Failure } from '@postern/contracts';

/** Escapes that servers disagree on: what needs none, `/`, `\`, `;`, control characters, escapes of escapes. */
const AMBIGUOUS_ESCAPE =
  /%(2[def]|3[0-9b]|4[1-9a-f]|5[0-9acf]|6[1-9a-f]|7[0-9aef]|[01][\da-f]|25[\da-f]{2})/i;
/** `.` and `..`, with what some servers cut off a segment before they look at it. */
const DOT_SEGMENT = /\/\.{1,2}(?=[/;]|$)/;

export interface Target {
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
}

/**
 * The path and the query of a request target, as they stand. What guards the path and what serves it must see the
 * same one, so a path that can be read in more than one way is refused.
 *
 * @throws Failure `invalid_request`
 */
export function readTarget(target: string): Target {
  const start = target.indexOf('?');
  const path = start < 0 ? target : target.slice(0, start);
  const query = start < 0 ? '' : target.slice(start);
  if (!/^\/[\x21-\x7E]*$/.test(target) || target.includes('#') || isAmbiguous(path)) {
    const message =
      'The path can be read in more than one way. Send it without dot segments and doubled slashes, and escape only what needs it.';
    throw new Failure('invalid_request', { message });
  }
  return { path, query };
}

function isAmbiguous(path: string): boolean {
  return (
    path.includes('//') ||
    path.includes('\\') ||
    DOT_SEGMENT.test(path) ||
    AMBIGUOUS_ESCAPE.test(path) ||
    !isDecodable(path)
  );
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
