/** What may name an API: printable ASCII without spaces, quotes and backslashes, as every URI is. */
const AUDIENCE = /^[\x21\x23-\x5B\x5D-\x7E]{1,1000}$/;

export function isAudience(value: string): boolean {
  return AUDIENCE.test(value);
}
