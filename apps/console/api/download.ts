import { ApiError } from './api-error.js';
import { refusal } from './refusal.js';
import { inSession } from './request.js';

interface Download {
  readonly path: string;
  /** The media type that is asked for. */
  readonly accept: string;
  readonly signal: AbortSignal;
  /** Gets each part as it comes. */
  readonly onPart: (part: Uint8Array) => void;
}

/**
 * Reads an answer as long as it may be, however long that takes.
 *
 * @throws ApiError also where it breaks off half-way
 */
export async function download({ path, accept, signal, onPart }: Download): Promise<Blob> {
  const answer = await inSession(() => begin(path, accept, signal), signal);
  const watched = answer.body!.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(part, controller) {
        onPart(part);
        controller.enqueue(part);
      },
    }),
  );
  // The browser keeps it, on disk where it is large.
  return whole(() => new Response(watched).blob(), signal);
}

async function begin(path: string, accept: string, signal: AbortSignal): Promise<Response> {
  const headers = { accept };
  const answer = await whole(() => fetch(path, { headers, signal, cache: 'no-store' }), signal);
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

async function whole<Answer>(read: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  try {
    return await read();
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new ApiError('unreachable', 'The answer broke off.', { cause });
  }
}
