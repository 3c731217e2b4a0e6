import type { z } from 'zod';
import type { FieldProblem } from './failure.js';

/** A validation error as a list of fields, each named by its path in dots, unknown fields by name. */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [{ field: path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      message: 'is not a field that can be set',
    }));
  });
}
