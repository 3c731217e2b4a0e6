import { Injectable } from '@nestjs/common';
import { Issuer } from '@postern/config';
import { Failure, type SessionToken } from '@postern/contracts';
import { stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookiePairs, nameOfPair } from '../http/cookies.js';

const NAME = 'postern_session';
/** Browsers take a cookie of this prefix by https alone, for the one host that sets it, and for all of its paths. */
const HOST_NAME = `__Host-${NAME}`;

/** Whatever the issuer is now: it may have been another one when a browser got its cookie. */
export function isSessionCookie(name: string): boolean {
  return name === NAME || name === HOST_NAME;
}

/** The cookie that holds an administrator's session, where no script can read it. */
@Injectable()
export class SessionCookie {
  private readonly isSecure: boolean;

  constructor(issuer: Issuer) {
    this.isSecure = issuer.value.startsWith('https:');
  }

  get name(): string {
    return this.isSecure ? HOST_NAME : NAME;
  }

  /**
   * The token in the cookie of a request; `undefined` where there is none.
   *
   * @throws Failure `invalid_request` for two of them: one is by somebody else, and which one comes first is theirs to say
   */
  read({ raw }: FastifyRequest): string | undefined {
    const pairs = cookiePairs(raw.headers.cookie);
    const own = pairs.filter((pair) => pair.includes('=') && nameOfPair(pair) === this.name);
    if (own.length > 1) {
      const message = `The cookie ${this.name} is there twice. Delete the cookies of this site, and sign in again.`;
      throw new Failure('invalid_request', { message });
    }
    return own[0]?.slice(own[0].indexOf('=') + 1) || undefined;
  }

  /** Hands the session to the browser, until it ends unless it is renewed. */
  set(reply: FastifyReply, { access_token: value, expires_at }: SessionToken): void {
    const seconds = Math.ceil((Date.parse(expires_at) - Date.now()) / 1_000);
    this.write(reply, value, Math.max(0, seconds));
  }

  clear(reply: FastifyReply): void {
    this.write(reply, '', 0);
  }

  private write(reply: FastifyReply, value: string, maxAge: number): void {
    const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure: this.isSecure } as const;
    // The last word counts: Fastify would keep what was said before.
    reply.removeHeader('set-cookie');
    reply.header('set-cookie', stringifySetCookie({ name: this.name, value, maxAge, ...attributes }));
  }
}
