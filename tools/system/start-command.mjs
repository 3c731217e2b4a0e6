import { runCommandLine } from '../processes/command-line.mjs';
import { terminalReport } from '../report/terminal-report.mjs';
import { checkout } from '../workspace/checkout.mjs';
import { prepareCheckout } from '../workspace/prepare.mjs';
import { holdAddress } from './address.mjs';
import { banner } from './banner.mjs';
import { openHome } from './home.mjs';
import { readSettings } from './settings.mjs';
import { startSystem } from './start-system.mjs';

/** `npm start`: from a fresh checkout to a system that runs until it is stopped. */
export function start() {
  return runCommandLine(async ({ onStop }) => {
    const report = terminalReport(process.stdout);
    // As for the services: an empty variable counts as absent.
    const given = Object.entries(process.env).filter(([, value]) => value !== '');
    const environment = Object.fromEntries(given);
    const settings = readSettings(environment, checkout);
    await checkPlace(settings);
    await prepareCheckout(checkout, report);

    const system = await startSystem({ ...settings, environment, report });
    onStop(async () => {
      await report.step({ doing: 'Stopping', done: 'Stopped' }, system.stop);
    });
    report.say(banner(system, settings.home));
    return undefined;
  });
}

/**
 * Fails before the long work if it could not succeed after it. Ends what a killed start left running first,
 * since that may well be what has the port.
 * @param {import('./settings.mjs').Settings} settings
 */
async function checkPlace({ home, host, port }) {
  const closeHome = await openHome(home);
  try {
    await (await holdAddress(host, port)).release();
  } finally {
    closeHome();
  }
}
