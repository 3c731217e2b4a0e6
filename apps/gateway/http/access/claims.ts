import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AccessTokenClaims } from '@postern/contracts';
import type { FastifyRequest } from 'fastify';

const admitted = new WeakMap<FastifyRequest, AccessTokenClaims>();

/** Keeps what the token says that let a request in. */
export function keepClaims(request: FastifyRequest, claims: AccessTokenClaims): void {
  admitted.set(request, claims);
}

/** @throws Error on a route that no guard stands before */
export function claimsOf(request: FastifyRequest): AccessTokenClaims {
  const claims = admitted.get(request);
  if (claims === undefined) throw new Error('The route has no guard that asks for a token.');
  return claims;
}

/** Injects the claims of the token that let the request in. */
export const Claims = createParamDecorator((_: unknown, execution: ExecutionContext) =>
  claimsOf(execution.switchToHttp().getRequest<FastifyRequest>()),
);
