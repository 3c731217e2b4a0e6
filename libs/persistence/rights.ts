import type { QueryRunner } from 'typeorm';

/** Statements that a running service uses on each table of its schema. It has no rights but these. */
export type Rights = Readonly<Record<string, readonly ('SELECT' | 'INSERT' | 'UPDATE' | 'DELETE')[]>>;

/**
 * Gives a role the rights on a schema that it is to have, and takes all others on its tables away. Before and
 * after, and never between, a statement of a running replica sees them: it is one transaction.
 *
 * @param options.keep takes nothing away, since replicas of a later release may need it
 * @throws Error where there is no such role, or where it is the one that migrates and owns everything
 */
export async function grantRights(
  runner: QueryRunner,
  schema: string,
  rights: Rights,
  role: string,
  { keep = false } = {},
): Promise<void> {
  const [known] = (await runner.query(
    'SELECT oid::regrole::text AS name, rolname = current_user AS own FROM pg_roles WHERE rolname = $1',
    [role],
  )) as { name: string; own: boolean }[];
  if (known === undefined) throw new Error(`There is no role "${role}" in Postgres; make it first.`);
  if (known.own)
    throw new Error(`"${role}" is the role that migrates. The service needs another one, or none.`);
  await runner.startTransaction();
  if (!keep) await runner.query(`REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${known.name}`);
  await runner.query(`GRANT USAGE ON SCHEMA ${schema} TO ${known.name}`);
  for (const [table, statements] of Object.entries(rights)) {
    if (statements.length > 0)
      await runner.query(`GRANT ${statements.join()} ON ${schema}.${table} TO ${known.name}`);
  }
  await runner.commitTransaction();
}
