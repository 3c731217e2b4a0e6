/**
 * What `npm test` hands to the tests that it runs: the programs that it has found, the one Postgres server that they
 * share, and a running system for those that leave it as it is. All are absent when a test is run by itself.
 * @returns {{
 *   programs: import('./programs.mjs').Programs | undefined,
 *   databaseUrl: string | undefined,
 *   system: import('../system/test-system.mjs').SystemAddress | undefined,
 * }}
 */
export function testEnvironment() {
  return {
    programs: parsed('POSTERN_TEST_PROGRAMS'),
    databaseUrl: process.env['POSTERN_TEST_DATABASE_URL'],
    system: parsed('POSTERN_TEST_SYSTEM'),
  };
}

/** @param {string} name of a variable that holds JSON */
function parsed(name) {
  const text = process.env[name];
  return text === undefined ? undefined : JSON.parse(text);
}
