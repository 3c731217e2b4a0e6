import { Failure } from '@postern/contracts';

/** A version that no client has. */
const NO_VERSION = 0;

/**
 * The version that `If-Match` (RFC 9110 §13.1.1) asks for; `undefined` where any will do. A tag that is none of
 * ours matches no version.
 */
export function expectedVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const version = /^"([1-9]\d{0,8})"$/.exec(ifMatch.trim())?.[1];
  return version === undefined ? NO_VERSION : Number(version);
}

/** @throws Failure `invalid_request` for a key that is not 1 to 255 printable ASCII characters */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined || /^[\x21-\x7E]{1,255}$/.test(header)) return header;
  const message = 'is not 1 to 255 printable ASCII characters without spaces';
  throw new Failure('invalid_request', { fields: [{ field: 'Idempotency-Key', message }] });
}
