import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import type { EventContract, EventOf, ReplyOf, RequestContract, RequestOf } from '@postern/contracts';
import type { EventContext } from './event-context.js';
import type { RequestContext } from './request-context.js';

type Handler<Input, Context, Output> = (input: Input, context: Context) => Promise<Output> | Output;

/** Takes any method that may stand for `H`, one with fewer parameters too. */
type MethodFor<H> = <M extends H>(
  target: object,
  key: string,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/** Marks a controller's method as the handler of a request; its parameters and result follow the contract. */
export function HandlesRequest<C extends RequestContract>(
  contract: C,
): MethodFor<Handler<RequestOf<C>, RequestContext, ReplyOf<C>>> {
  return bind(MessagePattern(contract.subject, { contract }));
}

/** Marks a controller's method as the handler of an event. It may come twice or late; throw to get it again. */
export function HandlesEvent<E extends EventContract>(
  contract: E,
): MethodFor<Handler<EventOf<E>, EventContext, void>> {
  return bind(EventPattern(contract.subject, { contract }) as MethodDecorator);
}

function bind<H>(pattern: MethodDecorator): MethodFor<H> {
  return (target, key, descriptor) => {
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
    pattern(target, key, descriptor);
  };
}
