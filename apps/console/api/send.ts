import type { z } from 'zod';
import { ApiError } from './api-error.js';
import { refusal } from './refusal.js';

/** Longer than the gateway takes for anything, so that its answer comes first. */
const TIMEOUT_MS = 20_000;

export interface Call<Reply extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** From the root of the gateway, with the query. */
  readonly path: string;
  readonly body?: unknown;
  /** What the answer is; `nothing` for a 204. */
  readonly reply: Reply;
  /** The version that is to be changed: another is left alone, and the answer is `version_conflict`. */
  readonly expectedVersion?: number | undefined;
  /** The same when it is asked again, so that it is done once. */
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws ApiError for whatever comes to nothing, but for what was called off */
export async function send<Reply extends z.ZodType>(
  call: Call<Reply>,
  csrfToken?: string,
): Promise<z.output<Reply>> {
  const answer = await answerTo(call, csrfToken);
  if (answer instanceof Response) throw await refusal(answer);
  const parsed = call.reply.safeParse(answer.content);
  if (!parsed.success)
    throw new ApiError('unreadable', 'The answer is not one that this page knows.', { cause: parsed.error });
  return parsed.data;
}

/** What is in the answer, or the answer itself where it is a refusal. One that breaks off half-way is none. */
async function answerTo(call: Call<z.ZodType>, csrfToken: string | undefined) {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await fetch(call.path, {
      method: call.method,
      headers: headersOf(call, csrfToken),
      signal: call.signal ? AbortSignal.any([call.signal, timeout]) : timeout,
      cache: 'no-store',
      redirect: 'error',
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    });
    return answer.ok ? { content: contentOf(await answer.text()) } : answer;
  } catch (cause) {
    if (call.signal?.aborted) throw cause;
    if (timeout.aborted) throw new ApiError('no_answer', 'There was no answer in time.', { cause });
    throw new ApiError('unreachable', 'The server cannot be reached.', { cause });
  }
}

function contentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headersOf(call: Call<z.ZodType>, csrfToken: string | undefined): Headers {
  const headers = new Headers({ accept: 'application/json' });
  if (call.body !== undefined) headers.set('content-type', 'application/json');
  if (call.method !== 'GET' && csrfToken !== undefined) headers.set('x-csrf-token', csrfToken);
  if (call.expectedVersion !== undefined) headers.set('if-match', `"${call.expectedVersion}"`);
  if (call.idempotencyKey !== undefined) headers.set('idempotency-key', call.idempotencyKey);
  return headers;
}
