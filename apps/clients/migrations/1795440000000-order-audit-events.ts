import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Gives audit events the type of their subject, an order that holds, and each filter of their list an index in that order. */
export class OrderAuditEvents1795440000000 implements MigrationInterface {
  readonly name = 'OrderAuditEvents1795440000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_events ADD COLUMN sequence bigint GENERATED ALWAYS AS IDENTITY');
    await runner.query('ALTER TABLE audit_events ALTER COLUMN occurred_at DROP DEFAULT');
    await runner.query('ALTER TABLE audit_events ADD COLUMN subject_type text');
    await runner.query(`
      UPDATE audit_events SET subject_type =
        CASE WHEN action LIKE 'client_secret.%' THEN 'application_client' ELSE split_part(action, '.', 1) END`);
    await runner.query('ALTER TABLE audit_events ALTER COLUMN subject_type SET NOT NULL');
    await runner.query('DROP INDEX audit_events_occurred_at_event_id_idx');
    await runner.query('DROP INDEX audit_events_subject_id_occurred_at_idx');
    await runner.query('CREATE UNIQUE INDEX ON audit_events (occurred_at, sequence)');
    for (const filter of ['actor_id', 'action', 'subject_id', 'request_id']) {
      await runner.query(`CREATE INDEX ON audit_events (${filter}, occurred_at, sequence)`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const filter of ['actor_id', 'action', 'subject_id', 'request_id']) {
      await runner.query(`DROP INDEX audit_events_${filter}_occurred_at_sequence_idx`);
    }
    await runner.query('ALTER TABLE audit_events DROP COLUMN sequence, DROP COLUMN subject_type');
    await runner.query('ALTER TABLE audit_events ALTER COLUMN occurred_at SET DEFAULT now()');
    await runner.query('CREATE INDEX ON audit_events (occurred_at, event_id)');
    await runner.query('CREATE INDEX ON audit_events (subject_id, occurred_at)');
  }
}
