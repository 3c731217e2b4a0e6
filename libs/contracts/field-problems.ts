import type { z } from 'zod';
import type { FieldProblem } from './failure.js';

/** More help nobody. */
const MOST_PROBLEMS = 20;
const LONGEST_NAME = 60;

/**
 * A validation error as a list of fields, each named by its path in dots, unknown fields by name. Names are the
 * caller's own: the first characters of them will do.
 */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  const problems = error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [{ field: path.join('.'), message: messageOf(issue) }];
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      message: 'is not a field that can be set',
    }));
  });
  return problems
    .slice(0, MOST_PROBLEMS)
    .map(({ field, message }) => ({ field: Array.from(field).slice(0, LONGEST_NAME).join(''), message }));
}

/** Zod's names of types, as people say them. */
const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  int: 'a whole number',
};

/** A schema's own words, or ours in place of those that zod has for whoever said nothing. */
function messageOf(issue: z.core.$ZodIssue): string {
  const { message } = issue;
  if (issue.code === 'invalid_type' && message.startsWith('Invalid input')) {
    const { expected } = issue;
    return message.endsWith('undefined') ? 'is missing' : `is not ${TYPES[expected] ?? `a ${expected}`}`;
  }
  if (issue.code === 'invalid_value' && message.startsWith('Invalid'))
    return `is none of ${issue.values.join(', ')}`;
  return message;
}
