import {
  Failure,
  FAILURES,
  type FailureCode,
  type RequestContract,
  wireFailure,
  type WireFailure,
} from '@postern/contracts';
import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node';
import { Deadline } from './deadline.js';
import { headersOf } from './message-headers.js';
import { addTrace } from './message-spans.js';
import { RequestContext } from './request-context.js';

const REQUEST_ID = 'Postern-Request-Id';
const DEADLINE = 'Postern-Deadline';
const VERSION = 'Postern-Version';
/** Marks a reply as an error, the header that NATS services use for it (ADR-32). */
const ERROR_CODE = 'Nats-Service-Error-Code';

export function requestHeaders({ version }: RequestContract, context: RequestContext): MsgHdrs {
  const result = headers();
  result.set(REQUEST_ID, context.requestId);
  result.set(DEADLINE, String(context.deadline.at));
  result.set(VERSION, String(version));
  return addTrace(result);
}

/** The context of an incoming request; `undefined` where it has none, as from a stranger's client. */
export function readContext(message: Msg): RequestContext | undefined {
  const known = headersOf(message);
  const deadline = Number(known?.get(DEADLINE));
  const requestId = known?.get(REQUEST_ID);
  return requestId && deadline > 0 ? new RequestContext(requestId, new Deadline(deadline)) : undefined;
}

/** By which version of its contract a request was asked. */
export function readVersion(message: Msg): number {
  return Number(headersOf(message)?.get(VERSION) || 1);
}

/** What a message holds, `undefined` where it is no JSON; the parser's own error would repeat a part of it. */
export function readBody(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}

/** Replies with a failure: its code and public text. Cause and internal text stay here. */
export function respondFailure(request: Msg, failure: Failure): void {
  const { message, fields, retryAfterSeconds, limit, rateLimits, affectedClients } = failure;
  const body: WireFailure = { message, fields, retryAfterSeconds, limit, rateLimits, affectedClients };
  const result = headers();
  result.set(ERROR_CODE, failure.code);
  request.respond(JSON.stringify(body), { headers: result });
}

/** The failure that a reply carries, or `undefined` where it is a good one. */
export function readFailure(reply: Msg): Failure | undefined {
  const known = headersOf(reply);
  if (known === undefined) return undefined;
  if (known.code === 503) {
    return new Failure('unavailable', { internal: 'no service listens', retryAfterSeconds: 1 });
  }
  const code = known.get(ERROR_CODE);
  if (!code) return undefined;
  if (!isFailureCode(code)) return new Failure('internal', { internal: `unknown failure code ${code}` });
  return new Failure(code, wireFailure.safeParse(readBody(reply)).data);
}

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(FAILURES, code);
}
