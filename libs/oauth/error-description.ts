/** Everything outside the characters that RFC 6749 §5.2 allows in `error_description`. */
const FORBIDDEN = /[^\x20-\x21\x23-\x5B\x5D-\x7E]/g;

/** `text` within the character set of `error_description` (RFC 6749 §5.2); other characters become `?`. */
export function toErrorDescription(text: string): string {
  return text.replace(FORBIDDEN, '?');
}
