import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { newPassword, presentedPassword } from './password.js';

const problemsOf = (password: unknown, schema = newPassword) =>
  schema.safeParse(password).error?.issues.map(({ message }) => message) ?? [];

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a password', () => {
  it.each([
    ['grüne Brücken über Köln', 'grüne Brücken über Köln'.normalize('NFD')],
    ['seven quiet lanterns drift', 'seven\u00a0quiet\u2003lanterns\u3000drift'],
    ['ᾂ'.repeat(200), 'ᾂ'.repeat(200).normalize('NFD')],
  ])('is the same on every keyboard: %j', (password, otherwise) => {
    expect(otherwise).not.toBe(password);
    for (const schema of [newPassword, presentedPassword])
      expect(schema.parse(otherwise)).toBe(schema.parse(password));
  });

  it('is kept as it is otherwise, with its letter case and the spaces around it', () => {
    const password = '  Ａ wide one, ﬁne\tand 😀 \u200f ';
    for (const schema of [newPassword, presentedPassword]) expect(schema.parse(password)).toBe(password);
  });

  it('has 12 to 200 characters, counted as people count', () => {
    for (const character of ['a', 'é', '密', '😀']) {
      expect(problemsOf(character.repeat(11))).toEqual(['is shorter than 12 characters']);
      expect(problemsOf(character.repeat(12))).toEqual([]);
      expect(problemsOf(character.repeat(200))).toEqual([]);
      expect(problemsOf(character.repeat(201))).toEqual(['is longer than 200 characters']);
    }
    expect(problemsOf('e\u0301'.repeat(11))).toEqual(['is shorter than 12 characters']);
    expect(problemsOf('x'.repeat(60_000))).toEqual(['is longer than 200 characters']);
    expect(problemsOf('')).toEqual(['is shorter than 12 characters']);
  });

  it('holds no half of a surrogate pair, which would count as another half', () => {
    expect(problemsOf(`seven quiet lanterns \ud800`)).toEqual(['holds half a surrogate pair']);
  });

  it('is presented in up to 1000 characters', () => {
    expect(problemsOf('x'.repeat(1_000), presentedPassword)).toEqual([]);
    expect(problemsOf('x'.repeat(1_001), presentedPassword)).toEqual(['is longer than 1000 characters']);
    expect(problemsOf('', presentedPassword)).toEqual(['is empty']);
  });

  it('is not normalized where it is too long anyway, since that takes long', () => {
    const normalize = jest.spyOn(String.prototype, 'normalize');
    const slow = `a${'\u0345'.repeat(16_000)}${'\u0334'.repeat(16_000)}`;
    for (const schema of [newPassword, presentedPassword]) expect(problemsOf(slow, schema)).toHaveLength(1);
    expect(normalize).not.toHaveBeenCalled();
  });
});
