/** One scope-token, RFC 6749 §3.3: printable ASCII without space, quote and backslash. */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/** Whether `value` is one scope-token (RFC 6749 §3.3). */
export function isScopeToken(value: string): boolean {
  return SCOPE_TOKEN.test(value);
}

/**
 * The distinct scope-tokens of a `scope` parameter in the order given, or `undefined` where the value is
 * outside the grammar of RFC 6749 §3.3.
 */
export function parseScope(value: string): string[] | undefined {
  const tokens = value.split(' ');
  return tokens.every(isScopeToken) ? [...new Set(tokens)] : undefined;
}

/** A `scope` value of these tokens (RFC 6749 §3.3). */
export function formatScope(tokens: readonly string[]): string {
  return tokens.join(' ');
}
