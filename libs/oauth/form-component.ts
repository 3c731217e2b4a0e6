/**
 * Decodes one name or value of `application/x-www-form-urlencoded` (RFC 6749 appendix B): `+` is a space,
 * `%XX` a byte of UTF-8. `undefined` for a malformed escape or bytes that are not UTF-8.
 */
export function decodeFormComponent(value: string): string | undefined {
  if (!value.includes('%') && !value.includes('+')) return value;
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
