import { describe, expect, it } from '@jest/globals';
import { statementFacts } from './statement-facts.js';

describe('a statement', () => {
  it.each([
    [
      'SELECT "c"."client_id" FROM "clients"."application_clients" "c" WHERE c.id = $1',
      'SELECT',
      'application_clients',
    ],
    ['SELECT id FROM outbox ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED', 'SELECT', 'outbox'],
    ['SELECT id FROM apis FOR NO KEY UPDATE', 'SELECT', 'apis'],
    ['SELECT coalesce((SELECT min(created_at) FROM outbox), now()) AS until', 'SELECT', 'outbox'],
    ['INSERT INTO outbox (key) SELECT key FROM unnest($1::text[]) AS e (key)', 'INSERT', 'outbox'],
    ['INSERT INTO "a"."b"("c") VALUES ($1) ON CONFLICT (c) DO UPDATE SET c = $1', 'INSERT', 'b'],
    [
      'WITH moment AS MATERIALIZED (SELECT max(x) FROM e)\n INSERT INTO audit_events (x) SELECT 1',
      'INSERT',
      'audit_events',
    ],
    [
      '\n  UPDATE outbox SET claimed_until = now() WHERE id IN (SELECT id FROM other FOR UPDATE)',
      'UPDATE',
      'outbox',
    ],
    ['DELETE FROM outbox WHERE id = ANY($1)', 'DELETE', 'outbox'],
    ['SELECT key FROM unnest($1::text[]) AS e (key)', 'SELECT', undefined],
    ['START TRANSACTION', 'START TRANSACTION', undefined],
    ['COMMIT', 'COMMIT', undefined],
    ['', 'other', undefined],
    ['canary', 'other', undefined],
  ])('is told by what it does, and to which table: %s', (text, operation, table) => {
    expect(statementFacts(text)).toEqual(table === undefined ? { operation } : { operation, table });
  });

  it('is told by what it calls', () => {
    const facts = { operation: 'SELECT', procedure: 'pg_advisory_xact_lock' };
    expect(statementFacts('SELECT pg_advisory_xact_lock($1)')).toEqual(facts);
  });

  it('44: is never told by a value', () => {
    const text = "INSERT INTO plants (name) VALUES ('canary') ON CONFLICT DO NOTHING";
    expect(JSON.stringify(statementFacts(text))).not.toContain('canary');
  });
});
