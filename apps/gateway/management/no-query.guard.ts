import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parse } from './parse.js';

const nothing = z.strictObject({});

/** Refuses a change that has parameters in its query: whoever sends them would think that they did something. */
@Injectable()
export class NoQueryGuard implements CanActivate {
  /** @throws Failure `invalid_request` */
  canActivate(execution: ExecutionContext): boolean {
    const { method, query } = execution.switchToHttp().getRequest<FastifyRequest>();
    if (method !== 'GET' && method !== 'HEAD') parse(nothing, query);
    return true;
  }
}
