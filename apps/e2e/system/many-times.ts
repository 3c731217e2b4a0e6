import type { Answer } from './ask.js';

/** Requests are dealt out at random; that one of two replicas gets none of these has a chance of 1 in 2^39. */
const TIMES = 40;

/** Asks so often that every replica has answered; resolves to the distinct values of `seen`. */
export async function manyTimes<T>(
  question: () => Promise<Answer>,
  seen: (answer: Answer) => T,
): Promise<T[]> {
  const answers = await Promise.all(Array.from({ length: TIMES }, question));
  return [...new Set(answers.map((answer) => JSON.stringify(seen(answer))))].map(
    (value) => JSON.parse(value) as T,
  );
}

export const statusOf = (answer: Answer) => answer.status;
export const bodyOf = (answer: Answer) => answer.body;
