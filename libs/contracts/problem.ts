import { z } from 'zod';
import type { FailureCode } from './failure-catalogue.js';

/** RFC 9457 §3: a failure as `application/problem+json`. */
export const problem = z
  .object({
    type: z.string().describe('Which problem it is; stable, to be switched on.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional().describe('What is wrong in this very case.'),
    errors: z
      .array(
        z.object({
          field: z.string().meta({ description: 'Path of the field in dots.', examples: ['name'] }),
          message: z.string().meta({ examples: ['is empty'] }),
        }),
      )
      .optional()
      .describe('Every wrong field of the request.'),
    affected_clients: z.int().optional().describe('How many application clients it would touch.'),
    request_id: z.string().meta({
      description: 'The id under which our logs know the request, as in `X-Request-Id`.',
      examples: ['0b0ff1f5-5f5b-4c6b-9a3c-9d2f3c1d7a10'],
    }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.output<typeof problem>;

export function problemType(code: FailureCode): string {
  return `urn:postern:problem:${code.replaceAll('_', '-')}`;
}
