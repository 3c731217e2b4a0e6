import { join } from 'node:path';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';
import { outputEnd } from '../workspace/output-end.mjs';
import { allOrError } from './servers.mjs';

/**
 * Brings the databases to the present schema, and creates the first client and administrator.
 * @param {string} root the checkout
 * @param {ReturnType<import('./environments.mjs').serviceEnvironments>} environments
 * @throws {Problem} with the end of the program's output
 */
export async function prepareData(root, environments) {
  await allOrError([
    runToEnd(root, 'apps/clients/dist/migrate.js', environments.migrateClients),
    runToEnd(root, 'apps/tokens/dist/migrate.js', environments.migrateTokens),
  ]);
  await runToEnd(root, 'apps/clients/dist/first-start.js', environments.firstStart);
}

/**
 * @param {string} root
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 */
async function runToEnd(root, program, env) {
  const { ok, output } = await runCommand(process.execPath, [join(root, program)], { cwd: root, env });
  if (!ok) throw new Problem(`${program} failed.\n${outputEnd(output)}`);
}
