import { describe, expect, it } from '@jest/globals';
import { newApplicationClient } from '@postern/contracts';
import { FormText, JsonText, OtherBody } from '../http/body-parsers.js';
import { parseBody } from './parse.js';

const parse = (body: unknown) => parseBody(newApplicationClient, body);

describe('a body of the management API', () => {
  it('is read as the schema says', () => {
    expect(parse(new JsonText('{"name":" Billing "}'))).toMatchObject({ name: 'Billing', scopes: [] });
  });

  it('that is missing, or no JSON, is told so, and nothing of it is repeated', () => {
    expect(() => parse(undefined)).toThrow('The body is missing. Send a JSON object.');
    for (const text of ['{', '{}{}', 'nul', 'pcs_secret', '\uFEFF{'])
      expect(() => parse(new JsonText(text))).toThrow(/^The body is not JSON\.$/);
  });

  it('of another kind is refused', () => {
    for (const body of [new FormText('name=a'), new OtherBody()])
      expect(() => parse(body)).toThrow(expect.objectContaining({ code: 'unsupported_media_type' }));
  });

  it.each([
    '{"name":"a","__proto__":{"a":1}}',
    '{"name":"a","constructor":{"prototype":{"a":1}}}',
    '[]',
    'null',
    '"a"',
    '1',
  ])('31: %s is refused', (text) => {
    expect(() => parse(new JsonText(text))).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
