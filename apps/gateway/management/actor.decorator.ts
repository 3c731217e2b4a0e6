import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor } from '@postern/contracts';
import type { FastifyRequest } from 'fastify';
import { addressOf } from '../http/address.js';
import { claimsOf } from './bearer.guard.js';

/** Injects who asks for a change, for the audit log. */
export const ActorOf = createParamDecorator((_: unknown, execution: ExecutionContext): Actor => {
  const request = execution.switchToHttp().getRequest<FastifyRequest>();
  return { type: 'client', id: claimsOf(request).client_id, address: addressOf(request) };
});
