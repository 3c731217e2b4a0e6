import type { z } from 'zod';
import type { ServiceName } from './services.js';
import { versioned, type Versioned } from './versioned.js';

/** An event that crosses JetStream, as one value from which publisher, handler and types follow. */
export interface EventContract<Payload extends z.ZodType = z.ZodType> extends Versioned {
  /** `events.service.thing.happened`; the second part names the service that publishes, the stream's owner. */
  readonly subject: string;
  /** Who may read the stream; NATS refuses all others. */
  readonly heardBy: readonly ServiceName[];
  readonly payload: Payload;
  /** Events with equal keys are published in the order in which they were written, and a replica handles one at a time. */
  readonly key: (payload: z.output<Payload>) => string;
}

export type EventOf<E extends EventContract> = z.output<E['payload']>;

export function defineEvent<Payload extends z.ZodType>(
  definition: Omit<EventContract<Payload>, keyof Versioned> & Partial<Versioned>,
): EventContract<Payload> {
  return Object.freeze({ ...versioned(definition), ...definition });
}
