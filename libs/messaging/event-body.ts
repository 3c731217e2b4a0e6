import type { EventContract, EventOf } from '@postern/contracts';

/**
 * An event as it is stored and sent. The version of its contract is a part of it, and no header: it waits in an outbox, from
 * where a replica of another release may publish it.
 */
export function encodeEvent<E extends EventContract>({ version }: E, payload: EventOf<E>): string {
  return JSON.stringify({ contract_version: version, ...(payload as object) });
}

/**
 * What an event says.
 *
 * @throws UnknownVersion where its contract does not read it
 */
export function decodeEvent({ payload, reads }: EventContract, body: unknown): unknown {
  const { contract_version = 1 } = body as { contract_version?: number };
  if (!reads.includes(contract_version)) throw new UnknownVersion(contract_version);
  return payload.parse(body);
}

/** A later release may have published the event; it is kept until a replica comes that knows what to do with it. */
export class UnknownVersion extends Error {
  constructor(version: number) {
    super(`version ${version} is not known here`);
    this.name = 'UnknownVersion';
  }
}
