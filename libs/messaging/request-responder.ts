import type { Msg } from '@nats-io/transport-node';
import { Failure, fieldProblems, UNIVERSAL_FAILURES, type RequestContract } from '@postern/contracts';
import { logFailure, noteErrorInSpan, type Logger } from '@postern/observability';
import { BatchedWrites } from './batched-writes.js';
import type { HandlingMetrics } from './handling-metrics.js';
import { spanOfAnswer } from './message-spans.js';
import { parseKnown } from './parse-known.js';
import type { RequestContext } from './request-context.js';
import { readBody, readContext, readVersion, respondFailure } from './wire.js';

/** Requests that one replica works on at once; past it the answer is `unavailable`. */
const MOST_IN_HAND = 5_000;

type Handle = (request: unknown, context: never) => Promise<unknown>;

/** Answers requests: parses, has them handled, and sends a reply or a failure that the contract allows. */
export class RequestResponder {
  private readonly writes = new BatchedWrites();
  private inHand = 0;
  private whenIdle: (() => void) | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly metrics: HandlingMetrics,
  ) {
    metrics.watchInHand(() => this.inHand);
  }

  async answer(contract: RequestContract, handle: Handle, message: Msg): Promise<void> {
    const context = readContext(message);
    if (context === undefined) return;
    // Nobody waits for the answer any more, so the work is not begun.
    if (context.deadline.hasPassed) {
      this.metrics.cameLate(contract.subject);
      return;
    }
    const begun = performance.now();
    this.inHand++;
    const { respond, failure } = await spanOfAnswer(message, contract.subject, () =>
      this.prepare(contract, handle, message, context),
    );
    this.writes.add(() => {
      try {
        respond();
      } catch (error) {
        const line = { err: error, subject: contract.subject, request_id: context.requestId };
        this.logger.error(line, 'answer cannot be sent');
        sayItFailed(message);
      }
      this.metrics.replied(contract.subject, begun, failure);
      this.inHand--;
      if (this.inHand === 0) this.whenIdle?.();
    });
  }

  /** Resolves once nothing is in hand. */
  idle(): Promise<void> {
    return this.inHand === 0 ? Promise.resolve() : new Promise((resolve) => (this.whenIdle = resolve));
  }

  /** Does the work and returns how to answer. */
  private async prepare(contract: RequestContract, handle: Handle, message: Msg, context: RequestContext) {
    try {
      const reply = JSON.stringify(await this.work(contract, handle, message, context));
      return { respond: () => void message.respond(reply) };
    } catch (error) {
      const failure = admissible(contract, Failure.from(error));
      noteErrorInSpan(failure);
      logFailure(this.logger, failure, { subject: contract.subject, request_id: context.requestId });
      return { respond: () => respondFailure(message, failure), failure };
    }
  }

  private async work(contract: RequestContract, handle: Handle, message: Msg, context: RequestContext) {
    if (this.inHand > MOST_IN_HAND)
      throw new Failure('unavailable', { internal: 'too many requests in hand' });
    const version = readVersion(message);
    // Of two releases that run side by side the other one may know it, so it may be asked again.
    if (!contract.reads.includes(version))
      throw new Failure('unavailable', { internal: `version ${version} is not known here` });
    const request = parseKnown(contract.request, readBody(message));
    if (!request.success) throw new Failure('invalid_request', { fields: fieldProblems(request.error) });
    return contract.reply.parse(await handle(request.data, context as never));
  }
}

/** Most answers that cannot be sent are larger than NATS takes, and this one is small. */
function sayItFailed(message: Msg): void {
  try {
    respondFailure(message, new Failure('internal'));
  } catch {
    // There is no connection either, and so nobody to tell.
  }
}

/** The failure itself where the contract names it; any other is a fault of ours. */
function admissible(contract: RequestContract, failure: Failure): Failure {
  const allowed: readonly string[] = [...contract.failures, ...UNIVERSAL_FAILURES];
  if (allowed.includes(failure.code)) return failure;
  return new Failure('internal', {
    cause: failure,
    internal: `${contract.subject} may not answer ${failure.code}`,
  });
}
