import { FAILURES, problem, problemType, type FailureCode } from '@postern/contracts';
import { ApiError } from './api-error.js';

const CODES = new Map((Object.keys(FAILURES) as FailureCode[]).map((code) => [problemType(code), code]));

/** What an answer that is no success says (RFC 9457). */
export async function refusal(answer: Response): Promise<ApiError> {
  const said = problem.safeParse(await answer.json().catch(() => undefined));
  const details = { retryAfterSeconds: seconds(answer.headers.get('retry-after')) };
  const code = CODES.get(said.data?.type ?? '');
  if (said.data === undefined || code === undefined) {
    // Whoever stands before the gateway answers in a manner of its own.
    const failure = answer.status >= 500 ? 'unavailable' : 'unreadable';
    return new ApiError(failure, `The answer was HTTP ${answer.status}.`, details);
  }
  return new ApiError(code, said.data.detail ?? said.data.title, {
    ...details,
    fields: said.data.errors,
    requestId: said.data.request_id,
    affectedClients: said.data.affected_clients,
  });
}

function seconds(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}
