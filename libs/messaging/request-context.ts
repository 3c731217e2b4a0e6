import type { Deadline } from './deadline.js';

/** What travels with a request from the edge to the last service: whose it is and how long it may take. */
export class RequestContext {
  constructor(
    readonly requestId: string,
    readonly deadline: Deadline,
  ) {}

  /** The same request with less time: `milliseconds` at most, and always less than now. */
  within(milliseconds: number): RequestContext {
    return new RequestContext(this.requestId, this.deadline.within(milliseconds));
  }
}
