import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { newAdministrator } from './administrator.js';
import { fieldProblems } from '../field-problems.js';

/** Problems of a person's fields, or what they were understood as. */
function read(fields: Readonly<Record<string, unknown>>) {
  const person = { email: 'ada@example.org', first_name: 'Ada', last_name: 'Lovelace', role: 'viewer' };
  const result = newAdministrator.safeParse({ ...person, ...fields });
  return result.success ? result.data : fieldProblems(result.error);
}

const problem = (field: string, message: string) => [{ field, message }];
const NOT_LETTERS = 'holds something else than letters, with a space, a hyphen or an apostrophe between them';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a last name', () => {
  it.each([
    'X',
    '李',
    'ß',
    'O’Brien',
    "d'Arc",
    'Jean-Luc',
    'van der Waals',
    'Ó Súilleabháin',
    'Żak-Neill',
    'Ἀριστοτέλης',
    'Иванова',
    'בן־דוד'.replace('־', '-'),
    'الخوارزمي',
    'श्रीनिवास',
    'ʻŌpūnui',
    'Mª',
    'İnönü',
    '𠮷野',
    'a'.repeat(100),
    '𠮷'.repeat(100),
  ])('may be %j', (name) => {
    expect(read({ last_name: name })).toMatchObject({ last_name: name });
  });

  it('is trimmed, and of one normal form', () => {
    const name = 'Müller-Ångström';
    expect(read({ last_name: ` \t${name.normalize('NFD')}\u00a0` })).toMatchObject({ last_name: name });
  });

  it.each([
    'Ada-',
    '-Ada',
    'Ada -King',
    'O’',
    '’t Hooft',
    'Ada  King',
    'Ada\nKing',
    'Ada\u00a0King',
    'R2D2',
    'Ⅳ',
    '٣',
    'Ada!',
    'J.',
    'Smith, Jr',
    'Ada\u0000',
    '😀',
    'Ada😀',
    'Ada\u200f',
    '\u202eadA',
    'A\u200dda',
    '\ud800',
    '<script>',
    // What cannot be seen, though Unicode calls it a letter or a mark.
    '\u0301',
    '\ufe0f',
    '\u034f',
    '\u115f',
    '\u3164',
    '\uffa0',
    'Ada \u3164',
  ])('is not %j', (name) => {
    expect(read({ last_name: name })).toEqual(problem('last_name', NOT_LETTERS));
  });

  it.each(['', ' ', '\u3000\u00a0'])('is not empty, as %j is', (name) => {
    expect(read({ last_name: name })).toEqual(problem('last_name', 'is empty'));
  });

  it('has up to 100 characters, counted as people count', () => {
    const long = problem('last_name', 'is longer than 100 characters');
    for (const letter of ['a', '𠮷']) expect(read({ last_name: letter.repeat(101) })).toEqual(long);
    expect(read({ last_name: 'a'.repeat(60_000) })).toEqual(long);
    expect(read({ last_name: 'é'.repeat(100).normalize('NFD') })).toMatchObject({
      last_name: 'é'.repeat(100),
    });
  });

  it('is not normalized where it is too long anyway, since that takes long', () => {
    const normalize = jest.spyOn(String.prototype, 'normalize');
    read({ last_name: `a${'\u0345'.repeat(16_000)}${'\u0334'.repeat(16_000)}` });
    expect(normalize.mock.contexts.map(String)).toEqual(['Ada']);
  });

  it('is read in bounded time, whatever it is', () => {
    const unit = fc.constantFrom('a', ' ', '-', '’', '\u0301', '\u3164', '1', '\ud800');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 1_000 }), (units) => {
        const seen = read({ last_name: units.join('') });
        if (!Array.isArray(seen)) expect(seen.last_name).toMatch(/^\p{L}/u);
      }),
    );
  });
});

describe('a first name', () => {
  it('has two characters and more', () => {
    expect(read({ first_name: 'Al' })).toMatchObject({ first_name: 'Al' });
    expect(read({ first_name: '小明' })).toMatchObject({ first_name: '小明' });
    for (const name of ['A', '李', 'é'.normalize('NFD')])
      expect(read({ first_name: name })).toEqual(problem('first_name', 'is shorter than 2 characters'));
  });

  it('has each problem told', () => {
    expect(read({ first_name: '7' })).toEqual([
      ...problem('first_name', 'is shorter than 2 characters'),
      ...problem('first_name', NOT_LETTERS),
    ]);
  });
});

describe('an email', () => {
  it.each(['ada@example.org', 'Ada.Byron+postern@sub.example.org', "o'brien@example.org", 'a@b.co'])(
    'may be %j',
    (email) => {
      expect(read({ email: ` ${email} ` })).toMatchObject({ email });
    },
  );

  it.each([
    'ada',
    'ada@',
    '@example.org',
    'ada@localhost',
    'ada@example..org',
    '.ada@example.org',
    'ada @example.org',
    'ada@example.org, eve@example.org',
    'Ada <ada@example.org>',
    'ada@example.org\nBcc: eve@example.org',
    'ada\u0000@example.org',
    // Letters that look like others, or become others in another case.
    'İ@example.org',
    'ſ@example.org',
    '\u212a@example.org',
    'аda@example.org',
    'ada@exаmple.org',
    'ada@example.org\u200f',
  ])('is not %j', (email) => {
    expect(read({ email })).toEqual(problem('email', 'is not an email address'));
  });

  it('is neither empty nor longer than 254 characters', () => {
    expect(read({ email: ' ' })).toEqual(problem('email', 'is empty'));
    expect(read({ email: `a@${'b'.repeat(254)}.org` })).toEqual(
      problem('email', 'is longer than 254 characters'),
    );
  });
});
