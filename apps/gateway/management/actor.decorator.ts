import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ADMINISTRATOR_ID, type Actor } from '@postern/contracts';
import type { FastifyRequest } from 'fastify';
import { addressOf } from '../http/address.js';
import { claimsOf } from '../http/access/claims.js';

/** Injects who asks for a change, for the audit log. */
export const ActorOf = createParamDecorator((_: unknown, execution: ExecutionContext): Actor => {
  const request = execution.switchToHttp().getRequest<FastifyRequest>();
  const { client_id: id } = claimsOf(request);
  const type = ADMINISTRATOR_ID.test(id) ? 'administrator' : 'client';
  return { type, id, address: addressOf(request) };
});
