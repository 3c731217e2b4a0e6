import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { keepClaims } from '../http/access/claims.js';
import { Sessions } from './sessions.js';

/** Lets in who brings the cookie of a living session; other ways to show a token do not count here. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(private readonly sessions: Sessions) {}

  /** @throws Failure `missing_token`, `invalid_token`, `cross_site`, `invalid_request`, `unavailable` */
  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const http = execution.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    keepClaims(request, await this.sessions.admit(request, reply));
    return true;
  }
}
