import type { z } from 'zod';
import type { FailureCode } from './failure-catalogue.js';
import type { ServiceName } from './services.js';
import { versioned, type Versioned } from './versioned.js';

/** A request that crosses NATS, as one value from which handler, caller and types follow. */
export interface RequestContract<
  Request extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
  Code extends FailureCode = FailureCode,
> extends Versioned {
  /** `service.operation`; the first part names the service that answers. */
  readonly subject: string;
  /** Who may ask; NATS refuses all others. */
  readonly askedBy: readonly ServiceName[];
  readonly request: Request;
  /** A whitelist: what is not named here does not leave the service. */
  readonly reply: Reply;
  /** Failures that it may be answered with, beside the universal ones. */
  readonly failures: readonly Code[];
  /** Every replica hears it, not one of them; the first good reply counts. */
  readonly everyReplica: boolean;
}

/** What a caller hands in. */
export type RequestInput<C extends RequestContract> = z.input<C['request']>;
/** What the handler receives, parsed. */
export type RequestOf<C extends RequestContract> = z.output<C['request']>;
/** What the handler returns and the caller receives. */
export type ReplyOf<C extends RequestContract> = z.output<C['reply']>;

export function defineRequest<
  Request extends z.ZodType,
  Reply extends z.ZodType,
  const Code extends FailureCode = never,
>(definition: {
  subject: string;
  askedBy: readonly ServiceName[];
  request: Request;
  reply: Reply;
  failures?: readonly Code[];
  everyReplica?: boolean;
  version?: number;
  reads?: readonly number[];
}): RequestContract<Request, Reply, Code> {
  return Object.freeze({ failures: [], everyReplica: false, ...versioned(definition), ...definition });
}
