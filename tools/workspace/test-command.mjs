import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startProcess } from '../processes/child.mjs';
import { runCommandLine } from '../processes/command-line.mjs';
import { terminalReport } from '../report/terminal-report.mjs';
import { findPrograms } from '../servers/find-programs.mjs';
import { startPostgres } from '../servers/postgres.mjs';
import { requirements, serverNames } from '../servers/requirements.mjs';
import { secretFrom } from '../system/environments.mjs';
import { addressOf, startTestSystem } from '../system/test-system.mjs';
import { checkout } from './checkout.mjs';
import { nxCommand } from './nx.mjs';
import { prepareCheckout } from './prepare.mjs';
import { clearReports, sumReports } from './reports.mjs';

/** `npm test`: from a fresh checkout to every check there is, and the number of tests in the last line. */
export function test() {
  return runCommandLine(async () => {
    const report = terminalReport(process.stdout);
    await prepareCheckout(checkout, report);
    const home = resolve(checkout, process.env['POSTERN_HOME'] ?? '.postern');
    const given = process.env['POSTERN_TEST_DATABASE_URL'] ?? secretFrom(process.env, 'DATABASE_URL');
    const programs = await findPrograms({
      home,
      report,
      needed: [...serverNames.filter((name) => given === undefined || name !== 'postgres'), 'chromium'],
    });

    const database = given ?? (await startTestPostgres(programs)).url;

    const reports = join(checkout, 'reports');
    clearReports(reports);
    const checked = await runNx(['lint', 'typecheck', 'build'], {});
    const sharedHome = join(temporaryFolder(), 'home');
    // One system for the tests that leave it as it is; the others start one each.
    const shared = checked ? await startTestSystem({ home: sharedHome, programs }) : undefined;
    // Two projects at a time: more would starve what the tests start of processor time, and outlast its time-outs.
    const tested = await runNx(['test', '--parallel=2'], {
      // One Postgres for all tests, each of which makes a database of its own; the other servers are quick
      // to start, and tests kill them.
      POSTERN_TEST_DATABASE_URL: database,
      POSTERN_TEST_PROGRAMS: JSON.stringify(programs),
      ...(shared && { POSTERN_TEST_SYSTEM: JSON.stringify(addressOf(sharedHome, shared)) }),
    });
    await shared?.stop();

    const { passed, failed } = sumReports(reports);
    if (!checked) console.log('\nLint, typecheck or build failed; see above.');
    // A run that broke without a report has not passed.
    const broken = !tested && failed === 0 ? 1 : 0;
    if (broken > 0)
      console.log('\nA test run ended without a report; see above. It counts as one that failed.');
    console.log(`${passed} passed, ${failed + broken} failed`);
    return checked && tested && failed === 0 ? 0 : 1;
  });
}

/** @param {import('../servers/programs.mjs').Programs} programs */
function startTestPostgres(programs) {
  return startPostgres({ programs, folder: join(temporaryFolder(), 'postgres'), durable: false });
}

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'postern-test-'));
  // Root starts Postgres as another user, who has to pass through.
  chmodSync(folder, 0o711);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * @param {string[]} targets
 * @param {NodeJS.ProcessEnv} extra
 * @returns {Promise<boolean>} whether all went well
 */
async function runNx(targets, extra) {
  const { env, ...command } = nxCommand(checkout, ['run-many', '-t', ...targets, '--output-style=static']);
  // What the environment names is none of the tests' business, but for the one variable made for them.
  const hidden = serverNames.map((name) => requirements[name].urlVariable);
  const visible = Object.fromEntries(Object.entries(env).filter(([name]) => !hidden.includes(name)));
  // nx asks for colours even where nobody sees them.
  const colours = process.stdout.isTTY ? {} : { FORCE_COLOR: '0' };
  const { exited } = startProcess({
    ...command,
    env: { ...colours, ...visible, ...extra },
    output: 'inherit',
  });
  return (await exited).code === 0;
}
