import { FAILURES, type Failure } from '@postern/contracts';

/** RFC 9457 §3: a failure as `application/problem+json`. */
export function toProblem(failure: Failure, requestId: string) {
  const { status, title } = FAILURES[failure.code];
  return {
    type: `urn:postern:problem:${failure.code.replaceAll('_', '-')}`,
    title,
    status,
    ...(failure.message !== title && { detail: failure.message }),
    ...(failure.fields && { errors: failure.fields }),
    ...(failure.affectedClients !== undefined && { affected_clients: failure.affectedClients }),
    request_id: requestId,
  };
}
