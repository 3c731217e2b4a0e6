import { describe, expect, it } from '@jest/globals';
import { INTROSPECTION_JWT as JWT, preferredIntrospectionType } from './introspection-type.js';

const typeFor = (accept?: string) => preferredIntrospectionType(accept === undefined ? {} : { accept });

describe('the type of an introspection answer', () => {
  it.each([
    JWT,
    'Application/Token-Introspection+JWT',
    `${JWT}, application/json;q=0.9`,
    `application/json;q=0.5, ${JWT};q=0.6`,
    `text/html, ${JWT};q=0.1`,
    `${JWT};q=1, */*;q=0.1`,
    `application/json;q=0, */*`,
    `${JWT}, */*`,
    `,,${JWT}`,
  ])('is a JWT for %j', (accept) => {
    expect(typeFor(accept)).toBe(JWT);
  });

  it.each([
    undefined,
    '',
    '*/*',
    'application/*',
    'application/json',
    `application/json, ${JWT}`.replace(JWT, `${JWT};q=0.9`),
    `${JWT};q=0`,
    `${JWT};q=0, */*`,
    `${JWT};q=0.001, */*`,
    'application/jwt',
    'application/token-introspection',
    'text/html',
    'garbage',
    `"${JWT}"`,
    `x${JWT}`,
    ','.repeat(8_000),
  ])('is JSON for %j', (accept) => {
    expect(typeFor(accept)).toBe('application/json');
  });
});
