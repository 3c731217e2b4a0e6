import { pino } from 'pino';

/**
 * Of an error its type, text, code and stack, with those of its causes. Nothing else that it carries: a database
 * driver's error holds the values of the statement and of the row, hashes among them.
 */
export function errorFacts(error: unknown): unknown {
  const known: unknown = pino.stdSerializers.err(error as Error);
  if (known === error) return error;
  const { type, message, code, stack } = known as Record<string, unknown>;
  return { type, message, code, stack };
}
