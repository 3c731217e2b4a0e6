import { OUTBOX_TABLE } from '@postern/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateClientTables1795392000000 implements MigrationInterface {
  readonly name = 'CreateClientTables1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE application_clients (
        client_id text PRIMARY KEY,
        name text NOT NULL,
        description text NOT NULL,
        status text NOT NULL CHECK (status IN ('active', 'disabled')),
        scopes text[] NOT NULL,
        token_epoch integer NOT NULL DEFAULT 0,
        version integer NOT NULL,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        last_used_at timestamptz(3)
      )`);
    await runner.query('CREATE INDEX ON application_clients (created_at, client_id)');
    await runner.query('CREATE INDEX ON application_clients (lower(name), client_id)');
    await runner.query(`
      CREATE TABLE client_secrets (
        secret_id uuid PRIMARY KEY,
        client_id text NOT NULL REFERENCES application_clients ON DELETE CASCADE,
        hash text NOT NULL,
        hint text NOT NULL,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3),
        last_used_at timestamptz(3)
      )`);
    await runner.query('CREATE INDEX ON client_secrets (client_id)');
    await runner.query(`
      CREATE TABLE audit_events (
        event_id uuid PRIMARY KEY,
        occurred_at timestamptz(3) NOT NULL DEFAULT now(),
        actor_type text NOT NULL,
        actor_id text NOT NULL,
        actor_address text,
        action text NOT NULL,
        subject_id text NOT NULL,
        request_id text NOT NULL,
        before jsonb,
        after jsonb
      )`);
    await runner.query('CREATE INDEX ON audit_events (occurred_at, event_id)');
    await runner.query('CREATE INDEX ON audit_events (subject_id, occurred_at)');
    await runner.query(`
      CREATE TABLE idempotency_keys (
        caller text NOT NULL,
        key_digest bytea NOT NULL,
        request_digest bytea NOT NULL,
        sealed_reply bytea NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (caller, key_digest)
      )`);
    await runner.query('CREATE INDEX ON idempotency_keys (expires_at)');
    await runner.query(`
      CREATE TABLE administrators (
        administrator_id uuid PRIMARY KEY,
        email text NOT NULL,
        password_hash text NOT NULL,
        role text NOT NULL CHECK (role IN ('administrator', 'viewer')),
        created_at timestamptz(3) NOT NULL
      )`);
    await runner.query('CREATE UNIQUE INDEX ON administrators (lower(email))');
    await runner.query(OUTBOX_TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'outbox',
      'administrators',
      'idempotency_keys',
      'audit_events',
      'client_secrets',
      'application_clients',
    ]) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
