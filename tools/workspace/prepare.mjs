import { join } from 'node:path';
import { build } from './build.mjs';
import { installDependencies } from './install.mjs';
import { oneAtATime } from './one-at-a-time.mjs';

/**
 * Installs and builds what is not yet there. Starts side by side in one checkout take turns.
 * @param {string} root
 * @param {import('../report/report.mjs').Report} report
 * @throws {import('../report/problem.mjs').Problem}
 */
export async function prepareCheckout(root, report) {
  await oneAtATime(
    join(root, '.nx', 'postern-prepare.lock'),
    async () => {
      await installDependencies(root, report);
      await build(root, report);
    },
    (holder) => report.say(`  Waiting for process ${holder}, which prepares this checkout …`),
  );
}
