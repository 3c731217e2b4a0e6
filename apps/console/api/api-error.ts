import type { FailureCode, FieldProblem } from '@postern/contracts';

/** What can go wrong before there is an answer of the API, or with an answer that is none. */
type FailureHere = 'unreachable' | 'no_answer' | 'unreadable';
export type ApiErrorCode = FailureCode | FailureHere;

export interface ApiErrorDetails {
  readonly fields?: readonly FieldProblem[] | undefined;
  /** Under which our logs know the request. */
  readonly requestId?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly affectedClients?: number | undefined;
  readonly cause?: unknown;
}

/** A request that was refused, or that came to nothing. */
export class ApiError extends Error {
  readonly fields: readonly FieldProblem[];
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly affectedClients: number | undefined;

  constructor(
    readonly code: ApiErrorCode,
    message: string,
    details: ApiErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'ApiError';
    this.fields = details.fields ?? [];
    this.requestId = details.requestId;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.affectedClients = details.affectedClients;
  }

  static from(error: unknown): ApiError {
    return error instanceof ApiError
      ? error
      : new ApiError('unreadable', 'This page failed.', { cause: error });
  }
}

const WITHOUT_AN_ANSWER: readonly ApiErrorCode[] = [
  'unreachable',
  'no_answer',
  'unavailable',
  'internal',
  'bad_gateway',
  'gateway_timeout',
];

/** Whether what was asked for may have been done all the same. */
export function mayHaveHappened(error: unknown): boolean {
  return WITHOUT_AN_ANSWER.includes(ApiError.from(error).code);
}
