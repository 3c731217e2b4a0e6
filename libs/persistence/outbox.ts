import { Injectable } from '@nestjs/common';
import type { EventContract, EventOf } from '@postern/contracts';
import { encodeEvent } from '@postern/messaging';
import type { EntityManager } from 'typeorm';
import { keptTrace } from './outbox-trace.js';

/** SQL of the table; a service's first migration runs it. */
export const OUTBOX_TABLE = `
  CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL DEFAULT gen_random_uuid(),
    subject text NOT NULL,
    key text NOT NULL,
    payload text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    claimed_until timestamptz
  );
  CREATE INDEX ON outbox (key, id)`;

/** What the service needs to do with it. */
export const OUTBOX_RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/** Events that are committed together with the change that they tell of, and published after it. */
@Injectable()
export class Outbox {
  /** Adds an event to the transaction of `manager`. */
  add<E extends EventContract>(manager: EntityManager, contract: E, payload: EventOf<E>): Promise<void> {
    return this.addAll(manager, contract, [payload]);
  }

  /** Adds many events of a kind, in this order. */
  async addAll<E extends EventContract>(
    manager: EntityManager,
    contract: E,
    payloads: readonly EventOf<E>[],
  ): Promise<void> {
    const parsed = payloads.map((payload) => contract.payload.parse(payload) as EventOf<E>);
    await manager.query(
      `INSERT INTO outbox (subject, key, payload, trace_context)
       SELECT $1, key, payload, $4 FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS e (key, payload, place)
       ORDER BY place`,
      [
        contract.subject,
        parsed.map((payload) => contract.key(payload)),
        parsed.map((payload) => encodeEvent(contract, payload)),
        keptTrace(),
      ],
    );
  }

  /**
   * The moment before which every committed event is in the stream. It is the start of the oldest transaction
   * with an event that still waits, by the clock of Postgres, or now.
   */
  async completeUntil(manager: EntityManager): Promise<Date> {
    const rows: { until: Date }[] = await manager.query(
      'SELECT coalesce((SELECT min(created_at) FROM outbox), now()) AS until',
    );
    return rows[0]!.until;
  }
}
