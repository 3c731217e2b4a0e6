import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { MANAGEMENT_AUDIENCE, type AccessTokenClaims, type ManagementScope } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyRequest } from 'fastify';
import { bearerClaims } from '../http/bearer-claims.js';
import { contextOf } from '../http/request-context.decorator.js';
import { requireAccess } from '../http/required-access.js';

export const REQUIRED_SCOPE = 'required-scope';

const bearers = new WeakMap<FastifyRequest, AccessTokenClaims>();

/** What a route needs: a scope of the management API. A route without it takes any valid token of ours. */
export const RequireScope = (scope: ManagementScope) => SetMetadata(REQUIRED_SCOPE, scope);

/** Injects the claims of the token that let the request in. */
export const Bearer = createParamDecorator((_: unknown, execution: ExecutionContext) =>
  claimsOf(execution.switchToHttp().getRequest<FastifyRequest>()),
);

/** @throws Error on a route that the guard does not stand before */
export function claimsOf(request: FastifyRequest): AccessTokenClaims {
  const claims = bearers.get(request);
  if (claims === undefined) throw new Error('The route has no BearerGuard.');
  return claims;
}

/** Lets in who brings an active access token (RFC 6750 §2.1), asked of the token service each time. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly nats: NatsClient,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Failure `missing_token`, `invalid_token`, `insufficient_scope`, `invalid_request`, `unavailable` */
  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const scope = this.reflector.get<ManagementScope | undefined>(REQUIRED_SCOPE, execution.getHandler());
    bearers.set(request, await this.admit(request, scope, contextOf(request)));
    return true;
  }

  /**
   * Asks about the token of a request, which a long answer does again and again.
   *
   * @throws Failure as `canActivate`
   */
  async admit(
    request: FastifyRequest,
    scope: ManagementScope | undefined,
    context: RequestContext,
  ): Promise<AccessTokenClaims> {
    const claims = await bearerClaims(this.nats, request, context);
    if (scope !== undefined) requireAccess(claims, { audiences: [MANAGEMENT_AUDIENCE], scopes: [scope] });
    return claims;
  }
}
