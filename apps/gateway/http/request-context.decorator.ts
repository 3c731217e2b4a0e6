import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Deadline, RequestContext } from '@postern/messaging';
import type { FastifyRequest } from 'fastify';

/** How long a caller of ours waits at most; milliseconds. All inner waits are shorter. */
const ANSWER_WITHIN_MS = 5_000;

const contexts = new WeakMap<FastifyRequest, RequestContext>();

/** The context of an HTTP request: its id, and its deadline counted from the first time it is asked for. */
export function contextOf(request: FastifyRequest): RequestContext {
  let context = contexts.get(request);
  if (context === undefined) {
    context = new RequestContext(request.id, Deadline.after(ANSWER_WITHIN_MS));
    contexts.set(request, context);
  }
  return context;
}

/** Injects the request's context into a handler. */
export const Context = createParamDecorator((_: unknown, execution: ExecutionContext) =>
  contextOf(execution.switchToHttp().getRequest<FastifyRequest>()),
);
