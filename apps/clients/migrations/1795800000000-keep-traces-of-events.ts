import { OUTBOX_TRACE_CONTEXT } from '@postern/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An event says in which trace it was caused, so that what is done about it is part of that one. */
export class KeepTracesOfEvents1795800000000 implements MigrationInterface {
  readonly name = 'KeepTracesOfEvents1795800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(OUTBOX_TRACE_CONTEXT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outbox DROP trace_context');
  }
}
