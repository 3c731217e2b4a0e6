import type { z } from 'zod';

/** What a handler's parameter reads from the request: for its decorator, and for the API document. */
export type ParameterFacts =
  | { readonly in: 'body'; readonly schema: z.ZodType; readonly required: boolean }
  | { readonly in: 'query'; readonly schema: z.ZodObject }
  | { readonly in: 'conditions'; readonly names: readonly string[] };

export function isParameterFacts(data: unknown): data is ParameterFacts {
  return typeof data === 'object' && data !== null && 'in' in data;
}
