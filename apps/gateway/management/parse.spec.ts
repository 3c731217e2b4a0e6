import { describe, expect, it } from '@jest/globals';
import { clientListQuery, newApplicationClient } from '@postern/contracts';
import { z } from 'zod';
import { FormText, JsonText, OtherBody } from '../http/body-parsers.js';
import { parseBody, parseOptionalBody, parseQuery } from './parse.js';

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

  it.each(['{"name":"a","__proto__":{"a":1}}', '{"name":"a","constructor":{"prototype":{"a":1}}}'])(
    '31: %s is refused',
    (text) => {
      expect(() => parse(new JsonText(text))).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    },
  );

  it.each(['[]', '[{"name":"a"}]', 'null', '"a"', '1', 'true'])(
    '31: %s is no object, and is told so',
    (text) => {
      const refusal = {
        code: 'invalid_request',
        message: 'The body is not a JSON object.',
        fields: undefined,
      };
      expect(() => parse(new JsonText(text))).toThrow(expect.objectContaining(refusal));
    },
  );
});

describe('a body that may be left out', () => {
  const nothing = z.strictObject({});

  it.each([undefined, new JsonText('{}'), new FormText('')])('is %p', (body) => {
    expect(parseOptionalBody(nothing, body)).toEqual({});
  });

  it.each([
    [new JsonText('{"dry_run":true}'), 'invalid_request'],
    [new JsonText('null'), 'invalid_request'],
    [new FormText('a=b'), 'unsupported_media_type'],
    [new OtherBody(), 'unsupported_media_type'],
  ])('is not %p', (body, code) => {
    expect(() => parseOptionalBody(nothing, body)).toThrow(expect.objectContaining({ code }));
  });
});

describe('a query of the management API', () => {
  it('names each parameter that is given more than once, and no other', () => {
    const query = { limit: ['1', '2'], cursor: 'a', sort: ['name', 'name'], x: ['', ''] };
    const message = 'is given more than once';
    expect(() => parseQuery(clientListQuery, query)).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        fields: ['limit', 'sort', 'x'].map((field) => ({ field, message })),
      }),
    );
    expect(parseQuery(clientListQuery, { limit: '1' })).toMatchObject({ limit: 1 });
  });
});
