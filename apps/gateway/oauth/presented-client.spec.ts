import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { FormText } from '../http/body-parsers.js';
import { Form } from './form.js';
import { presentedClient } from './presented-client.js';

function presented(authorization: string[], body = '') {
  const headersDistinct = authorization.length > 0 ? { authorization } : {};
  return presentedClient(
    { raw: { headersDistinct } } as unknown as FastifyRequest,
    Form.parse(new FormText(body)),
  );
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const basic = (text: string) => `Basic ${base64(text)}`;
const refusal = (code: string) => expect.objectContaining({ code });

describe('the client that a request presents', () => {
  it.each([
    basic('id:secret'),
    basic('id:secret').replace('Basic', 'bAsIC'),
    basic('id:secret').replace(' ', '   '),
  ])('is read from %s', (header) => {
    expect(presented([header])).toEqual({
      method: 'client_secret_basic',
      client_id: 'id',
      client_secret: 'secret',
    });
  });

  it('is read from the body', () => {
    expect(presented([], 'client_id=id&client_secret=secret')).toEqual({
      method: 'client_secret_post',
      client_id: 'id',
      client_secret: 'secret',
    });
  });

  it('14: survives with every character, by either way', () => {
    const secret = '+ : % & = é\u{1F511}';
    const encoded = new URLSearchParams({ s: secret }).toString().slice(2);
    expect(presented([basic(`id%2B%3A:${encoded}`)])).toMatchObject({
      client_id: 'id+:',
      client_secret: secret,
    });
    expect(presented([], `client_id=id&client_secret=${encoded}`)).toMatchObject({ client_secret: secret });
    expect(presented([basic('id:a:b')])).toMatchObject({ client_secret: 'a:b' });
  });

  it('13: may be named in the body beside Basic, if it is the same', () => {
    expect(presented([basic('id:secret')], 'client_id=id')).toMatchObject({ client_id: 'id' });
  });

  it.each([
    ['a secret in the body beside Basic', [basic('id:secret')], 'client_secret=secret'],
    ['all in the body beside Basic', [basic('id:secret')], 'client_id=id&client_secret=secret'],
    ['a secret in the body beside another scheme', ['Bearer abc'], 'client_id=id&client_secret=secret'],
    ['another id in the body', [basic('id:secret')], 'client_id=other'],
    ['two headers', [basic('id:secret'), basic('id:secret')], ''],
    ['two ids in the body', [], 'client_id=id&client_id=id&client_secret=secret'],
    ['two secrets in the body', [], 'client_id=id&client_secret=secret&client_secret=secret'],
  ])('13: is refused as doubled with %s', (_, headers, body) => {
    expect(() => presented(headers, body)).toThrow(refusal('invalid_request'));
  });

  it.each([
    'Basic',
    'Basic ***',
    basic('nocolon'),
    basic('a%zz:b'),
    basic('a:%'),
    `${basic('a:b')} x`,
    'Basic /w==',
  ])('15: is refused as malformed with %s', (header) => {
    expect(() => presented([header])).toThrow(refusal('invalid_request'));
  });

  it.each(['', 'client_id=id', 'client_secret=secret', 'client_id=&client_secret=', 'client_assertion='])(
    '15: is none with the body %j',
    (body) => {
      expect(() => presented([], body)).toThrow(refusal('invalid_client'));
    },
  );

  const byJwt = 'client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer';

  it.each([
    ['', undefined],
    ['&client_id=id', 'id'],
    ['&client_id=', undefined],
  ])('18: is an assertion, with %j beside it', (more, client_id) => {
    const assertion = { method: 'private_key_jwt', client_id, client_assertion: 'a.b.c' };
    expect(presented([], `${byJwt}&client_assertion=a.b.c${more}`)).toEqual(assertion);
  });

  it.each([
    ['no type', [], 'client_assertion=a.b.c'],
    ['no assertion', [], byJwt],
    ['an empty assertion', [], `${byJwt}&client_assertion=`],
    ['another type', [], 'client_assertion_type=saml2-bearer&client_assertion=a.b.c'],
    ['two types', [], `${byJwt}&${byJwt}&client_assertion=a.b.c`],
    ['two assertions', [], `${byJwt}&client_assertion=a.b.c&client_assertion=a.b.c`],
    ['a secret beside it', [], `${byJwt}&client_assertion=a.b.c&client_id=id&client_secret=secret`],
    ['Basic beside it', [basic('id:secret')], `${byJwt}&client_assertion=a.b.c`],
    ['a bearer token beside it', ['Bearer abc'], `${byJwt}&client_assertion=a.b.c`],
  ])('18: is refused as malformed with %s', (_, headers, body) => {
    expect(() => presented(headers, body)).toThrow(refusal('invalid_request'));
  });

  it.each(['', 'Bearer abc', 'Digest username="id"', 'abc'])(
    '16: is none with %j, a scheme that is not ours (RFC 6749 §5.2)',
    (header) => {
      expect(() => presented([header])).toThrow(refusal('invalid_client'));
    },
  );
});
