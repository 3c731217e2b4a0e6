import { Inject, Injectable } from '@nestjs/common';
import { Issuer } from '@postern/config';
import {
  endSession,
  Failure,
  renewSession,
  type AccessTokenClaims,
  type SessionToken,
} from '@postern/contracts';
import { NatsClient } from '@postern/messaging';
import { causeOf, LOGGER, type Logger } from '@postern/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressOf } from '../http/address.js';
import { inspect } from '../http/access/bearer-claims.js';
import { contextOf } from '../http/request-context.decorator.js';
import { requireProof } from './proof.js';
import { SessionCookie } from './session-cookie.js';

/** How long the token service may take; milliseconds. */
const RENEW_TIMEOUT_MS = 2_500;
const END_TIMEOUT_MS = 3_500;
/** The same where somebody waits for something else. */
const RENEW_BESIDE_TIMEOUT_MS = 500;
/** A token that has lived for this part of its life is renewed when it is used. */
const RENEWED_AFTER = 0.1;

/** Sessions of administrators, as requests bring them in their cookie. */
@Injectable()
export class Sessions {
  constructor(
    private readonly nats: NatsClient,
    private readonly cookie: SessionCookie,
    private readonly issuer: Issuer,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Lets in whose session is alive, and keeps it alive. Whoever makes a browser ask, it sends the cookie: so what changes
   * something needs proof that it is from the console.
   *
   * @throws Failure `missing_token`, `invalid_token`, `cross_site`, `invalid_request`, `unavailable`
   */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<AccessTokenClaims> {
    const claims = await this.findAlive(this.tokenOf(request), request);
    if (claims === undefined) {
      this.cookie.clear(reply);
      throw new Failure('invalid_token', { message: 'The session is over. Sign in again.' });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      requireProof(request, claims.sid, this.issuer.value);
    if (isDue(claims)) await this.renewIfPossible(request, reply);
    return claims;
  }

  /** @throws Failure `missing_token` where there is no cookie, `invalid_request` */
  tokenOf(request: FastifyRequest): string {
    const token = this.cookie.read(request);
    if (token === undefined) throw new Failure('missing_token');
    return token;
  }

  /** @throws Failure `missing_token`, `invalid_token`, `invalid_request`, `unavailable` */
  async renew(
    request: FastifyRequest,
    reply: FastifyReply,
    timeoutMs = RENEW_TIMEOUT_MS,
  ): Promise<SessionToken> {
    const context = contextOf(request).within(timeoutMs);
    const session = await this.nats.request(renewSession, { token: this.tokenOf(request) }, context);
    this.cookie.set(reply, session);
    return session;
  }

  /**
   * Hands a new session to the browser. The one that it had ends: nobody has its token any more.
   *
   * @throws Failure `invalid_request`
   */
  async begin(request: FastifyRequest, reply: FastifyReply, session: SessionToken): Promise<void> {
    const before = this.cookie.read(request);
    this.cookie.set(reply, session);
    if (before === undefined) return;
    await this.endOf(before, request).catch((error: unknown) => {
      this.logger.warn({ request_id: request.id, cause: causeOf(error) }, 'a session before a sign-in stays');
    });
  }

  /**
   * Ends the session of a request, where it has one that is alive.
   *
   * @throws Failure `cross_site`, `invalid_request`, `unavailable` where it is not certain that it has ended
   */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = this.cookie.read(request);
    const claims = token === undefined ? undefined : await this.findAlive(token, request);
    if (token !== undefined && claims !== undefined) {
      requireProof(request, claims.sid, this.issuer.value);
      await this.endOf(token, request);
    }
    this.cookie.clear(reply);
  }

  /** @returns `undefined` for what is no token of a living session */
  private async findAlive(token: string, request: FastifyRequest) {
    try {
      const claims = await inspect(this.nats, token, contextOf(request));
      const { sid } = claims;
      return sid === undefined ? undefined : { ...claims, sid };
    } catch (error) {
      if (error instanceof Failure && error.code === 'invalid_token') return undefined;
      throw error;
    }
  }

  /** What the request is about does not have to wait for it, or fail with it: the next one will do. */
  private async renewIfPossible(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.renew(request, reply, RENEW_BESIDE_TIMEOUT_MS).catch((error: unknown) => {
      this.logger.debug({ request_id: request.id, cause: causeOf(error) }, 'session not renewed');
    });
  }

  private async endOf(token: string, request: FastifyRequest): Promise<void> {
    const command = { token, address: addressOf(request) };
    await this.nats.request(endSession, command, contextOf(request).within(END_TIMEOUT_MS));
  }
}

function isDue({ iat, exp }: AccessTokenClaims): boolean {
  return Date.now() / 1_000 - iat > RENEWED_AFTER * (exp - iat);
}
