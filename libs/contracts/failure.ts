import { FAILURES, type FailureCode } from './failure-catalogue.js';
import type { Limit, RateLimit } from './tokens/rate-limit.js';

/** One wrong field of a request, by its path in dots. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export interface FailureDetails {
  /** Public text in place of the title; it never holds input or internals. */
  readonly message?: string | undefined;
  readonly fields?: readonly FieldProblem[] | undefined;
  /** Scopes that would have been enough, for the challenge (RFC 6750 §3); stays in the process. */
  readonly scopes?: readonly string[] | undefined;
  /** When to try again; whole seconds. */
  readonly retryAfterSeconds?: number | undefined;
  /** The limit that was reached, for the metrics. */
  readonly limit?: Limit | undefined;
  /** What is left of limits on requests, for the headers. */
  readonly rateLimits?: readonly RateLimit[] | undefined;
  /** How many application clients it would touch. */
  readonly affectedClients?: number | undefined;
  /** For our logs alone; never crosses NATS or HTTP. */
  readonly internal?: string | undefined;
  readonly cause?: unknown;
}

/** A refusal with a code of the catalogue. The one kind of error that is meant for a caller. */
export class Failure extends Error {
  readonly fields: readonly FieldProblem[] | undefined;
  readonly scopes: readonly string[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly limit: Limit | undefined;
  readonly rateLimits: readonly RateLimit[] | undefined;
  readonly affectedClients: number | undefined;
  readonly internal: string | undefined;

  constructor(
    readonly code: FailureCode,
    details: FailureDetails = {},
  ) {
    super(details.message ?? FAILURES[code].title, { cause: details.cause });
    this.name = 'Failure';
    this.fields = details.fields;
    this.scopes = details.scopes;
    this.internal = details.internal;
    this.limit = details.limit;
    this.rateLimits = details.rateLimits;
    this.affectedClients = details.affectedClients;
    this.retryAfterSeconds = details.retryAfterSeconds ?? (code === 'unavailable' ? 1 : undefined);
  }

  /** `error` itself where it is a Failure, else an `internal` one that keeps it as its cause. */
  static from(error: unknown): Failure {
    return error instanceof Failure ? error : new Failure('internal', { cause: error });
  }
}
