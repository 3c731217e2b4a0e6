import { FAILURES, problemType, type Failure, type Problem } from '@postern/contracts';

/** A failure as RFC 9457 §3 has it. */
export function toProblem(failure: Failure, requestId: string): Problem {
  const { status, title } = FAILURES[failure.code];
  return {
    type: problemType(failure.code),
    title,
    status,
    ...(failure.message !== title && { detail: failure.message }),
    ...(failure.fields && { errors: [...failure.fields] }),
    ...(failure.affectedClients !== undefined && { affected_clients: failure.affectedClients }),
    request_id: requestId,
  };
}
