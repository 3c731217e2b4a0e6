import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Issuer } from '@postern/config';
import type { SessionToken } from '@postern/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSessionCookie, SessionCookie } from './session-cookie.js';

const secure = new SessionCookie(new Issuer('https://postern.example'));
const plain = new SessionCookie(new Issuer('http://127.0.0.1:3000'));
const read = (by: SessionCookie, cookie?: string) =>
  by.read({ raw: { headers: { cookie } } } as unknown as FastifyRequest);

afterEach(() => {
  jest.restoreAllMocks();
});

function written(write: (reply: FastifyReply) => void): string {
  let header = '';
  const reply = {
    removeHeader: () => (header = ''),
    header: (_: string, value: string) => (header += value),
  };
  write(reply as unknown as FastifyReply);
  return header;
}

describe('39: the cookie of a session', () => {
  it('is one that only this host can have set, by https alone, and no script can read', () => {
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now);
    const session = { access_token: 'a.b-c.d_e', expires_at: new Date(now + 60_000).toISOString() };
    expect(written((reply) => secure.set(reply, session as SessionToken))).toBe(
      '__Host-postern_session=a.b-c.d_e; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict',
    );
  });

  it('has a plain name where the issuer is http, since browsers refuse the other there', () => {
    expect(written((reply) => plain.clear(reply))).toBe(
      'postern_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict',
    );
  });

  it('is taken away with the attributes that it was set with, or browsers would keep it', () => {
    expect(written((reply) => secure.clear(reply))).toBe(
      '__Host-postern_session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
    );
  });

  it('is the last word of an answer', () => {
    const both = written((reply) => {
      plain.set(reply, { access_token: 'a', expires_at: new Date().toISOString() } as SessionToken);
      plain.clear(reply);
    });
    expect(both).toMatch(/^postern_session=; /);
  });

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['postern_session=', undefined],
    ['postern_session', undefined],
    ['other=1; postern_session=a.b.c; more=2', 'a.b.c'],
    [';; postern_session = a.b.c ;', ' a.b.c'],
    ['postern_session=a=b', 'a=b'],
    ['Postern_session=a.b.c', undefined],
    ['xpostern_session=a.b.c', undefined],
    ['postern_session[]=a.b.c', undefined],
    ['__Host-postern_session=a.b.c', undefined],
    ['other="x; postern_session=a.b.c"', 'a.b.c"'],
  ])('is read from %j as %j', (header, token) => {
    expect(read(plain, header)).toBe(token);
  });

  it('is none of a host beside us: by https the plain name says nothing', () => {
    expect(read(secure, 'postern_session=a')).toBeUndefined();
    expect(read(secure, 'postern_session=a; __Host-postern_session=b')).toBe('b');
  });

  it.each([
    'postern_session=a; postern_session=b',
    'postern_session=a; x=1; postern_session=a',
    'postern_session=; postern_session=a',
  ])('is refused where it is there twice, as in %j', (header) => {
    expect(() => read(plain, header)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('is known by both of its names to who passes cookies on', () => {
    expect(['postern_session', '__Host-postern_session', 'session'].map(isSessionCookie)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
