import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Issuer } from '@postern/config';
import type { FastifyRequest } from 'fastify';
import { requireSameOrigin } from './same-origin.js';

/** Before a sign-in: a page of somebody else must not sign people in as whom it likes. */
@Injectable()
export class SameOriginGuard implements CanActivate {
  constructor(private readonly issuer: Issuer) {}

  /** @throws Failure `cross_site` */
  canActivate(execution: ExecutionContext): boolean {
    requireSameOrigin(execution.switchToHttp().getRequest<FastifyRequest>(), this.issuer.value);
    return true;
  }
}
