import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { MANAGEMENT_AUDIENCE, type AccessTokenClaims, type ManagementScope } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf, inspect } from '../http/access/bearer-claims.js';
import { keepClaims } from '../http/access/claims.js';
import { contextOf } from '../http/request-context.decorator.js';
import { requireAccess } from '../http/access/required-access.js';
import { Sessions } from '../session/sessions.js';

export const REQUIRED_SCOPE = 'required-scope';

/** What a route needs: a scope of the management API. A route without it takes any valid token of ours. */
export const RequireScope = (scope: ManagementScope) => SetMetadata(REQUIRED_SCOPE, scope);

/**
 * Lets in who brings an active access token, asked of the token service each time: as a bearer (RFC 6750 §2.1), or where
 * there is none, in the cookie of a session.
 */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly nats: NatsClient,
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
  ) {}

  /**
   * @throws Failure `missing_token`, `invalid_token`, `insufficient_scope`, `invalid_request`, `unavailable`, and with a
   *   session `cross_site`
   */
  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const http = execution.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const scope = this.reflector.get<ManagementScope | undefined>(REQUIRED_SCOPE, execution.getHandler());
    const token = bearerOf(request);
    const claims =
      token === undefined
        ? await this.sessions.admit(request, reply)
        : await inspect(this.nats, token, contextOf(request));
    requireScope(claims, scope);
    keepClaims(request, claims);
    return true;
  }

  /**
   * Asks about the token of a request that was let in once more, which a long answer does again and again.
   *
   * @throws Failure as `canActivate`
   */
  async readmit(request: FastifyRequest, scope: ManagementScope, context: RequestContext): Promise<void> {
    const token = bearerOf(request) ?? this.sessions.tokenOf(request);
    requireScope(await inspect(this.nats, token, context), scope);
  }
}

function requireScope(claims: AccessTokenClaims, scope: ManagementScope | undefined): void {
  if (scope !== undefined) requireAccess(claims, { audiences: [MANAGEMENT_AUDIENCE], scopes: [scope] });
}
