import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fieldProblems } from './field-problems.js';

function problemsOf(schema: z.ZodType, value: unknown) {
  return fieldProblems(schema.safeParse(value).error!);
}

const schema = z.strictObject({
  name: z.string('is not text'),
  owner: z.strictObject({ emails: z.array(z.email('is not an address')) }),
});

describe('field problems', () => {
  it('name each field by its path in dots', () => {
    expect(problemsOf(schema, { name: 1, owner: { emails: ['a@example.org', 'b'] } })).toEqual([
      { field: 'name', message: 'is not text' },
      { field: 'owner.emails.1', message: 'is not an address' },
    ]);
  });

  it('30: name each unknown field, inner ones too', () => {
    expect(problemsOf(schema, { name: 'a', owner: { emails: [], role: 1, id: 2 }, version: 3 })).toEqual([
      { field: 'owner.role', message: 'is not a field that can be set' },
      { field: 'owner.id', message: 'is not a field that can be set' },
      { field: 'version', message: 'is not a field that can be set' },
    ]);
  });

  it('name the whole by an empty path', () => {
    expect(problemsOf(z.string('is not text'), 1)).toEqual([{ field: '', message: 'is not text' }]);
  });

  it('say in plain words what zod says in its own', () => {
    const plain = z.object({
      absent: z.string(),
      text: z.string(),
      list: z.array(z.string()),
      flag: z.boolean(),
      choice: z.enum(['x', 'y']),
    });
    expect(problemsOf(plain, { text: 1, list: 'a', flag: 'yes', choice: 'z' })).toEqual([
      { field: 'absent', message: 'is missing' },
      { field: 'text', message: 'is not a string' },
      { field: 'list', message: 'is not a list' },
      { field: 'flag', message: 'is not a boolean' },
      { field: 'choice', message: 'is none of x, y' },
    ]);
  });

  it('44: do not repeat what was sent', () => {
    const canary = 'canary-7d1f';
    const problems = [
      ...problemsOf(schema, { name: [canary], owner: { emails: [canary] } }),
      ...problemsOf(z.object({ a: z.enum(['x', 'y']), b: z.int(), c: z.iso.datetime() }), {
        a: canary,
        b: canary,
        c: canary,
      }),
    ];
    expect(problems).toHaveLength(5);
    expect(JSON.stringify(problems)).not.toContain(canary);
  });
});
