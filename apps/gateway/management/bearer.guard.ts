import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  Failure,
  inspectBearer,
  MANAGEMENT_AUDIENCE,
  type AccessTokenClaims,
  type ManagementScope,
} from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import type { FastifyRequest } from 'fastify';
import { authorizationOf } from '../http/authorization.js';
import { contextOf } from '../http/request-context.decorator.js';

/** How long the token service may take; milliseconds. */
const INSPECT_TIMEOUT_MS = 2_600;
const REQUIRED_SCOPE = 'required-scope';

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
    const token = readBearer(authorizationOf(request));
    const claims = await this.nats.request(inspectBearer, { token }, context.within(INSPECT_TIMEOUT_MS));
    if (scope !== undefined) requireManagement(claims, scope);
    return claims;
  }
}

function readBearer(header: string | undefined): string {
  // RFC 6750 §3.1: another scheme than Bearer counts as no token, which is no error of the caller's.
  if (header === undefined || !/^Bearer( |$)/i.test(header)) throw new Failure('missing_token');
  const token = /^Bearer +([\w\-.~+/]+=*) *$/i.exec(header)?.[1];
  if (token === undefined) throw new Failure('invalid_token');
  return token;
}

function requireManagement(claims: AccessTokenClaims, scope: ManagementScope): void {
  if (![claims.aud].flat().includes(MANAGEMENT_AUDIENCE)) {
    const message = `The access token is for another audience; get one with resource=${MANAGEMENT_AUDIENCE}.`;
    throw new Failure('invalid_token', { message });
  }
  if (!claims.scope.split(' ').includes(scope)) {
    throw new Failure('insufficient_scope', { message: `The access token lacks the scope ${scope}.` });
  }
}
