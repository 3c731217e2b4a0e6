import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { answerClientError } from './client-error.js';

const errorWith = (code: string) => Object.assign(new Error('no HTTP'), { code });

async function answerTo(code: string, issuer = 'http://127.0.0.1:3000') {
  const socket = new PassThrough();
  answerClientError(issuer, errorWith(code), socket as unknown as Socket);
  const answer = await text(socket);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const [statusLine = '', ...fields] = head.split('\r\n');
  const headers = new Map(fields.map((field) => field.toLowerCase().split(': ', 2) as [string, string]));
  return { statusLine, headers, body, problem: JSON.parse(body) as Record<string, unknown> };
}

describe('what is no HTTP', () => {
  it.each([
    ['HPE_INVALID_METHOD', 'HTTP/1.1 400 Bad Request', 'urn:postern:problem:invalid-request'],
    [
      'HPE_HEADER_OVERFLOW',
      'HTTP/1.1 431 Request Header Fields Too Large',
      'urn:postern:problem:headers-too-large',
    ],
    ['ERR_HTTP_REQUEST_TIMEOUT', 'HTTP/1.1 408 Request Timeout', 'urn:postern:problem:request-timeout'],
  ])('48: %s is answered with %s', async (code, statusLine, type) => {
    const answer = await answerTo(code);
    expect(answer.statusLine).toBe(statusLine);
    expect(answer.problem).toMatchObject({ type, status: Number(statusLine.split(' ')[1]) });
  });

  it('is answered as a problem with a request id, and the connection ends', async () => {
    const { headers, body, problem } = await answerTo('HPE_INVALID_METHOD');
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
    expect(headers.get('connection')).toBe('close');
    expect(problem['request_id']).toBe(headers.get('x-request-id'));
  });

  it('41: tells browsers to come by https alone where the issuer is reached by it', async () => {
    const hsts = async (issuer: string) =>
      (await answerTo('HPE_INVALID_METHOD', issuer)).headers.get('strict-transport-security');
    expect(await hsts('https://postern.example')).toBe('max-age=31536000');
    expect(await hsts('http://postern.example')).toBeUndefined();
  });

  it('is not answered where nobody listens any more', () => {
    for (const [code, socket] of [
      ['ECONNRESET', new PassThrough()],
      ['HPE_INVALID_METHOD', new PassThrough().end()],
    ] as const) {
      answerClientError('http://127.0.0.1:3000', errorWith(code), socket as unknown as Socket);
      expect(socket.destroyed).toBe(true);
    }
  });
});
