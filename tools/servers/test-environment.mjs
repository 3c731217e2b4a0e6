/**
 * What `npm test` hands to the tests that it runs: the programs that it has found, and the one Postgres server
 * that they share. Both are absent when a test is run by itself.
 * @returns {{ programs: import('./programs.mjs').Programs | undefined, databaseUrl: string | undefined }}
 */
export function testEnvironment() {
  const programs = process.env['POSTERN_TEST_PROGRAMS'];
  return {
    programs: programs === undefined ? undefined : JSON.parse(programs),
    databaseUrl: process.env['POSTERN_TEST_DATABASE_URL'],
  };
}
