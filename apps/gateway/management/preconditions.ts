import { Failure } from '@postern/contracts';

/** One entity tag (RFC 9110 §8.8.3). */
const TAG = /(W\/)?"([!#-~\x80-\xFF]*)"/g;

/**
 * The versions of which `If-Match` wants the present one to be (RFC 9110 §13.1.1); `undefined` where any will do. A
 * tag that is weak, or none of ours, matches no version, and nor does a list that is malformed.
 */
export function expectedVersions(ifMatch: string | undefined): number[] | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  if (/[^ \t,]/.test(ifMatch.replaceAll(TAG, ''))) return [];
  return Array.from(ifMatch.matchAll(TAG)).flatMap(([, weak, tag = '']) =>
    weak === undefined && /^[1-9]\d{0,8}$/.test(tag) ? [Number(tag)] : [],
  );
}

/** @throws Failure `invalid_request` for a key that is not 1 to 255 printable ASCII characters */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined || /^[\x21-\x7E]{1,255}$/.test(header)) return header;
  const message = 'is not 1 to 255 printable ASCII characters without spaces';
  throw new Failure('invalid_request', { fields: [{ field: 'Idempotency-Key', message }] });
}
