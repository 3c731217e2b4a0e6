import { setTimeout as delay } from 'node:timers/promises';
import { codeOf, Refusal } from '../refusal.js';

/** How long one answer may take; milliseconds. More than the gateway takes at most. */
const ANSWER_WITHIN_MS = 10_000;
/** How often a request is sent at most. */
const MOST_TRIES = 5;
/** How long to wait between tries where nobody says, and at most; seconds. */
const PAUSE_SECONDS = 1;
const LONGEST_PAUSE_SECONDS = 10;

export interface HttpQuestion {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Asks, and asks again where nobody answers for the moment: so each request does no harm when it is done twice.
 *
 * @throws Refusal where no answer comes
 */
export async function askPatiently(url: string, question: HttpQuestion): Promise<HttpAnswer> {
  for (let tries = 1; ; tries++) {
    const last = tries === MOST_TRIES;
    const answer = await askOnce(url, question).catch((error: unknown) => {
      if (last) throw new Refusal([`${new URL(url).origin} does not answer (${reasonOf(error)}).`]);
      return undefined;
    });
    if (answer !== undefined && (last || ![429, 502, 503, 504].includes(answer.status))) return answer;
    const seconds = Number(answer?.headers.get('retry-after') ?? PAUSE_SECONDS) || PAUSE_SECONDS;
    await delay(Math.min(seconds, LONGEST_PAUSE_SECONDS) * 1_000);
  }
}

async function askOnce(url: string, { method, headers, body }: HttpQuestion): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  // A redirect would take the credentials elsewhere.
  const answer = await fetch(url, { method, headers, body: body ?? null, signal, redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

function reasonOf(error: unknown): string {
  return codeOf(error instanceof Error ? (error.cause ?? error) : error);
}
