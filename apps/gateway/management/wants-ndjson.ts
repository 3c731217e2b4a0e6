/** Newline-delimited JSON, one value a line. */
export const NDJSON = 'application/x-ndjson';

/** Whether an `Accept` header (RFC 9110 §12.5.1) names newline-delimited JSON, and does not refuse it. */
export function wantsNdjson(accept = ''): boolean {
  return accept.split(',').some((range) => {
    const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === NDJSON && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
