import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newApplicationClient } from './application-client.js';
import { fieldProblems } from './field-problems.js';

/** Problems of a client's texts, or what they were understood as. */
function read(texts: { name?: unknown; description?: unknown }) {
  const result = newApplicationClient.safeParse({ name: 'a', ...texts });
  return result.success ? result.data : fieldProblems(result.error);
}

const problem = (field: string, message: string) => [{ field, message }];

describe('a name', () => {
  it('is trimmed', () => {
    expect(read({ name: ' \t Billing export \r\n\u00a0' })).toMatchObject({ name: 'Billing export' });
  });

  it.each(['', ' ', '\n\t', '\u3000'])('is not empty, as %j is', (name) => {
    expect(read({ name })).toEqual(problem('name', 'is empty'));
  });

  it('has up to 100 characters, counted as people count', () => {
    for (const character of ['a', 'é', '😀']) {
      expect(read({ name: character.repeat(100) })).toMatchObject({ name: character.repeat(100) });
      expect(read({ name: character.repeat(101) })).toEqual(problem('name', 'is longer than 100 characters'));
    }
  });

  it('has up to 100 characters once it is trimmed', () => {
    expect(read({ name: ` ${'a'.repeat(100)} ` })).toMatchObject({ name: 'a'.repeat(100) });
  });

  it.each(['0000', '0009', '000A', '000D', '001B', '007F', '0085', '2028', '2029'])(
    'holds no control character such as U+%s',
    (code) => {
      const character = String.fromCodePoint(Number.parseInt(code, 16));
      expect(read({ name: `a${character}b` })).toEqual(problem('name', 'holds a control character'));
    },
  );

  it.each([
    ['first', '\ud83d'],
    ['second', '\ude00'],
    ['swapped', '\ude00\ud83d'],
  ])('holds no half of a surrogate pair: %s', (_, half) => {
    expect(read({ name: `a${half}b` })).toEqual(problem('name', 'holds half a surrogate pair'));
  });

  it.each([null, 1, true, {}, [], { $ne: null }])('is text, not %j', (name) => {
    expect(newApplicationClient.safeParse({ name }).success).toBe(false);
  });

  it('is kept as it was written, markup and all', () => {
    const awkward = '<script>alert("1")</script> \' OR 1=1 -- ${x} {{y}} %00 ٣ שלום';
    expect(read({ name: awkward })).toMatchObject({ name: awkward });
  });

  it('is either refused or free of everything that is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
        const { data } = newApplicationClient.safeParse({ name: text });
        if (data === undefined) return;
        expect(data.name).toBe(text.trim());
        expect(data.name).toMatch(/^[^\p{Cc}\u2028\u2029]{1,100}$/u);
      }),
    );
  });
});

describe('a description', () => {
  it('may have lines and tabs, and no other control character', () => {
    expect(read({ description: 'one\n\ttwo' })).toMatchObject({ description: 'one\n\ttwo' });
    expect(read({ description: 'a\0b' })).toEqual(problem('description', 'holds a control character'));
  });

  it('has up to 500 characters', () => {
    expect(read({ description: '😀'.repeat(500) })).toMatchObject({
      description: '😀'.repeat(500),
    });
    expect(read({ description: '😀'.repeat(501) })).toEqual(
      problem('description', 'is longer than 500 characters'),
    );
  });
});
