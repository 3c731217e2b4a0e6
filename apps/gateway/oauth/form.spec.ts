import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormText } from '../http/body-parsers.js';
import { Form } from './form.js';

const parse = (text: string) => Form.parse(new FormText(text));

const refusal = expect.objectContaining({ code: 'invalid_request' });

describe('a form', () => {
  it.each([
    ['a=1', '1'],
    ['a=1&b=2', '1'],
    ['&&a=1&&', '1'],
    ['a=1=2', '1=2'],
    ['a=%2B+%26%C3%A9', '+ &é'],
    ['%61=1', '1'],
    ['b=1', undefined],
    ['', undefined],
    ['A=1', undefined],
  ])('%j has %j as its parameter a', (body, value) => {
    expect(parse(body).one('a')).toBe(value);
  });

  it.each(['a', 'a=', 'a=&a=', '=', '&'])(
    '5: %j has no parameter a, since an empty one counts as absent',
    (body) => {
      expect(parse(body).one('a')).toBeUndefined();
    },
  );

  it.each(['a=1&a=1', 'a=1&a=2', 'a=1&%61=2', 'a=1&b=2&a=3'])('4: %j holds a twice', (body) => {
    expect(() => parse(body).one('a')).toThrow(refusal);
  });

  it('5: lets unknown parameters be what they are', () => {
    expect(parse('x=1&x=2&a=3&__proto__=4&constructor=5').one('a')).toBe('3');
    expect(parse('a=1').one('__proto__')).toBeUndefined();
    expect(parse('a=1').one('toString')).toBeUndefined();
  });

  it('7: gives all values of a parameter that may stand there more than once', () => {
    expect(parse('r=1&r=2&r=&r=1').all('r')).toEqual(['1', '2', '1']);
    expect(parse('').all('r')).toEqual([]);
  });

  it.each(['a=%', 'a=%z', 'a=%zz', '%=1', 'a=%ff', 'x=%C3'])('%j is not well encoded', (body) => {
    expect(() => parse(body)).toThrow(refusal);
  });

  it.each([undefined, null, {}, [], 1, 'a=1'])('8: %j is no form', (body) => {
    expect(() => Form.parse(body)).toThrow(refusal);
  });

  it('48: holds a hundred parameters and no more', () => {
    expect(parse(`a=1${'&b=2'.repeat(99)}`).one('a')).toBe('1');
    expect(() => parse(`a=1${'&b=2'.repeat(100)}`)).toThrow(refusal);
    expect(() => parse('&'.repeat(60_000))).toThrow(refusal);
  });

  it('gives back what URLSearchParams has written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'grapheme' }),
        (name, value) => {
          const body = new URLSearchParams([[name, value]]).toString();
          expect(parse(body).one(name)).toBe(value === '' ? undefined : value);
        },
      ),
    );
  });
});
