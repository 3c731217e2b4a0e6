import { describe, expect, it } from '@jest/globals';
import { Failure } from '@postern/contracts';
import { requirementOf } from './requirement.js';

const fieldsOf = (query: string, headers: NodeJS.Dict<string[]> = {}) => {
  try {
    requirementOf(query, headers);
  } catch (error) {
    if (error instanceof Failure && error.code === 'invalid_request') {
      return error.fields?.map(({ field }) => field);
    }
  }
  return 'accepted';
};

describe('what a proxy requires', () => {
  it.each([
    ['audience=a', {}, ['a'], []],
    ['audience=https%3A%2F%2Fa.example%2Fx&scope=r+w', {}, ['https://a.example/x'], ['r', 'w']],
    ['audience=https://a.example/x?y=z&scope=r%20w', {}, ['https://a.example/x?y=z'], ['r', 'w']],
    ['audience=a&audience=b&scope=r&scope=r+w', {}, ['a', 'b'], ['r', 'w']],
    ['', { 'x-required-audience': ['a'], 'x-required-scopes': ['r w'] }, ['a'], ['r', 'w']],
    ['audience=a', { 'x-required-audience': ['b'] }, ['a', 'b'], []],
    ['audience=a&scope=r', { 'x-required-scopes': ['w', 'x'] }, ['a'], ['r', 'w', 'x']],
  ])('is all that %s and %j name', (query, headers, audiences, scopes) => {
    expect(requirementOf(query, headers)).toEqual({ audiences, scopes });
  });

  it.each([
    ['', ['audience']],
    ['scope=r', ['audience']],
    ['audience=', ['audience']],
    ['audience=a&scope=', ['scope']],
    ['audience=a&scope=%22', ['scope']],
    ['audience=a&scope=r++w', ['scope']],
    ['audience=a&scope=%zz', ['scope']],
    ['audience=a+b', ['audience']],
    ['audience=a&scopes=r', ['query']],
    ['audience=a&', ['query']],
    ['audience=a&Scope=r', ['query']],
    ['audience=a&sc%6Fpe=r', ['query']],
    ['aud=a&scope="', ['query', 'scope', 'audience']],
  ])('is not guessed from %j', (query, fields) => {
    expect(fieldsOf(query)).toEqual(fields);
  });

  it.each([
    { 'x-required-audience': [''] },
    { 'x-required-audience': ['a', ''] },
    { 'x-required-audience': ['a b'] },
    { 'x-required-audience': ['a'], 'x-required-scopes': [''] },
    { 'x-required-audience': ['a'], 'x-required-scopes': ['r,  w'] },
  ])('is not guessed from %j', (headers) => {
    expect(fieldsOf('', headers)).not.toBe('accepted');
  });
});
