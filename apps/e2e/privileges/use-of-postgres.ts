import type { Postern } from '../system/postern.js';
import { query } from '../system/stores.js';

/** What is over, or was counted long ago, so that the tasks that clear up find something; as no service inserts it. */
const LEFTOVERS = [
  `INSERT INTO clients.idempotency_keys VALUES ('x', '', '', '', '2020-01-01')`,
  `INSERT INTO clients.failed_sign_ins VALUES ('', 1, '2020-01-01')`,
  `INSERT INTO tokens.revoked_tokens VALUES ('x', '2020-01-01')`,
  `INSERT INTO tokens.used_assertions VALUES ('x', '', '2020-01-01')`,
];

/** Forgets what was done until now, and leaves behind what is to be cleared up. */
export async function countUseOfPostgres(postern: Postern): Promise<void> {
  for (const statement of LEFTOVERS) await query(postern, statement);
  // What a connection has done is counted a moment after it.
  await query(postern, 'SELECT pg_stat_force_next_flush()');
  await query(postern, 'SELECT pg_stat_reset()');
}

/** What was done since then, as `DELETE clients.outbox`. */
export async function usedInPostgres(postern: Postern): Promise<string[]> {
  const rows = await query<{ used: string }>(
    postern,
    `SELECT format('%s %s.%s', verb, schemaname, relname) AS used
     FROM pg_stat_user_tables, LATERAL (VALUES
       ('SELECT', seq_scan + coalesce(idx_scan, 0)), ('INSERT', n_tup_ins), ('UPDATE', n_tup_upd), ('DELETE', n_tup_del)
     ) AS done (verb, times)
     WHERE times > 0 ORDER BY 1`,
  );
  return rows.map(({ used }) => used);
}

/** What the services may do, one or the other. */
export async function allowedInPostgres(postern: Postern): Promise<string[]> {
  const rows = await query<{ allowed: string }>(
    postern,
    `SELECT format('%s %s.%s', verb, schemaname, tablename) AS allowed
     FROM pg_tables, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS verb,
       unnest(ARRAY['postern_clients', 'postern_tokens']) AS role
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
       AND has_table_privilege(role, format('%I.%I', schemaname, tablename), verb)
     ORDER BY 1`,
  );
  return rows.map(({ allowed }) => allowed);
}
