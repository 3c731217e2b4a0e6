import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runCommandLine } from '../processes/command-line.mjs';
import { terminalReport } from '../report/terminal-report.mjs';
import { findPrograms } from '../servers/find-programs.mjs';
import { startSystem } from '../system/start-system.mjs';
import { checkout } from '../workspace/checkout.mjs';
import { prepareCheckout } from '../workspace/prepare.mjs';
import { readOptions } from './options.mjs';
import { judgeExpectations } from './report/expectations.mjs';
import { renderReport } from './report/report.mjs';
import { renderRollingRestarts } from './report/rolling-restarts.mjs';
import { runBench, runRollingRestarts } from './run-bench.mjs';

/** `npm run bench`: from a fresh checkout to one table. Figures that miss what is expected fail nothing. */
export function bench() {
  return runCommandLine(async () => {
    const options = readOptions(process.argv.slice(2));
    // The table alone goes to the output, so that it can be kept in a file.
    const report = terminalReport(process.stderr);
    await prepareCheckout(checkout, report);
    const home = resolve(checkout, process.env['POSTERN_HOME'] ?? '.postern');
    const programs = await findPrograms({ home, report });
    const surroundings = { startSystem, programs, folder: makeFolder(), report };
    if (options.only === 'rolling-restart') {
      console.log(`\n${renderRollingRestarts(await runRollingRestarts(options, surroundings), options)}`);
      return 0;
    }
    const measurements = await runBench(options, surroundings);

    const expectations = judgeExpectations(measurements);
    const reports = join(checkout, 'reports');
    mkdirSync(reports, { recursive: true });
    writeFileSync(
      join(reports, 'bench.json'),
      `${JSON.stringify({ ...measurements, expectations }, null, 2)}\n`,
    );
    console.log(`\n${renderReport(measurements)}`);
    return 0;
  });
}

/** @returns {string} a folder for all that is kept while the bench runs; it goes with this process */
function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
  // Root starts Postgres as another user, who has to pass through.
  chmodSync(folder, 0o711);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
