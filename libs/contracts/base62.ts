const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `bytes` as one big-endian number in base62, padded on the left to `length` characters. */
export function encodeBase62(bytes: Uint8Array, length: number): string {
  let number = 0n;
  for (const byte of bytes) number = number * 256n + BigInt(byte);
  let text = '';
  for (; number > 0n; number /= 62n) text = ALPHABET.charAt(Number(number % 62n)) + text;
  return text.padStart(length, '0');
}
