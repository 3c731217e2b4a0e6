import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseBasicCredentials } from './basic-credentials.js';

const base64 = (value: string | Uint8Array) => Buffer.from(value).toString('base64');
const formEncode = (value: string) => new URLSearchParams([['', value]]).toString().slice(1);
const awkward = fc.constantFrom('+', ' ', ':', '%', '&', '=', 'é', '\0', '\uFEFF', '😀');
const text = fc.string({
  unit: fc.oneof(awkward, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
});

describe('Basic credentials', () => {
  it('14: + : % & é survive in Basic credentials', () => {
    const encoded = base64('%2B%3A%25%26%C3%A9:%C3%A9%26%25%3A%2B');
    expect(parseBasicCredentials(encoded)).toEqual({ clientId: '+:%&é', clientSecret: 'é&%:+' });
  });

  it('14: read back as the id and secret that were written, whatever text they are', () => {
    fc.assert(
      fc.property(text, text, (clientId, clientSecret) => {
        const encoded = base64(`${formEncode(clientId)}:${formEncode(clientSecret)}`);
        expect(parseBasicCredentials(encoded)).toEqual({ clientId, clientSecret });
      }),
    );
  });

  it('are read from clients that leave the padding away', () => {
    fc.assert(
      fc.property(text, text, (clientId, clientSecret) => {
        const encoded = base64(`${formEncode(clientId)}:${formEncode(clientSecret)}`).replaceAll('=', '');
        expect(parseBasicCredentials(encoded)).toEqual({ clientId, clientSecret });
      }),
    );
  });

  it('are read from clients that form-encode nothing, where there is nothing to encode', () => {
    expect(parseBasicCredentials(base64('pcl_1:pcs_2'))).toEqual({
      clientId: 'pcl_1',
      clientSecret: 'pcs_2',
    });
  });

  it('end the id at the first colon', () => {
    expect(parseBasicCredentials(base64('id:a:b'))).toEqual({ clientId: 'id', clientSecret: 'a:b' });
    expect(parseBasicCredentials(base64(':'))).toEqual({ clientId: '', clientSecret: '' });
  });

  it('keep a byte order mark, which is part of the id like any other character', () => {
    expect(parseBasicCredentials(base64('\uFEFFid:secret'))).toEqual({
      clientId: '\uFEFFid',
      clientSecret: 'secret',
    });
  });

  it.each([
    '',
    'a',
    '====',
    'aWQ6c2VjcmV0!',
    'aWQ6 c2VjcmV0',
    'aWQ6c2VjcmV0\n',
    'aW=Q6c2VjcmV0',
    'aWQ6c2VjcmV0=',
    'aWQ6_-Vj',
  ])('15: are refused for bad base64, as %j', (encoded) => {
    expect(parseBasicCredentials(encoded)).toBeUndefined();
  });

  it('15: are refused without a colon', () => {
    expect(parseBasicCredentials(base64('id%3Asecret'))).toBeUndefined();
  });

  it('15: are refused for a bad percent escape in either part', () => {
    expect(parseBasicCredentials(base64('100%:secret'))).toBeUndefined();
    expect(parseBasicCredentials(base64('id:100%'))).toBeUndefined();
  });

  it('15: are refused where the bytes are not UTF-8', () => {
    expect(parseBasicCredentials(base64(Uint8Array.of(0x69, 0x3a, 0xff)))).toBeUndefined();
  });
});
