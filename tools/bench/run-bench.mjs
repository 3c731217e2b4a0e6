import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { startGenerator } from './load/generator-process.mjs';
import { measureRefusals } from './measures/delete-to-refusal.mjs';
import { measureFloods } from './measures/flood.mjs';
import { measureRollingRestarts } from './measures/rolling-restart.mjs';
import { pairwiseRatio, summarise, totalCpu } from './measures/summary.mjs';
import { takeTurns } from './measures/take-turns.mjs';
import { warmAccounts, warmUp } from './measures/warm-up.mjs';
import { describeMachine } from './report/machine.mjs';
import { startPostern } from './systems/postern.mjs';
import { startFloor, startOidcProvider } from './systems/server-process.mjs';

/**
 * @typedef {object} Surroundings
 * @property {import('./systems/postern.mjs').StartSystem} startSystem
 * @property {import('../servers/programs.mjs').Programs} programs
 * @property {string} folder for homes and logs
 * @property {import('../report/report.mjs').Report} report
 *
 * @typedef {import('./options.mjs').BenchOptions} BenchOptions
 * @typedef {import('./load/generator-process.mjs').Generator} Generator
 */

/**
 * All measurements, one after the other.
 * @param {BenchOptions} options
 * @param {Surroundings} surroundings
 * @returns {Promise<import('./report/report.mjs').Measurements>}
 */
export async function runBench(options, surroundings) {
  const startedAt = new Date().toISOString();
  const generator = startGenerator(options.connections, surroundings.folder);
  const issuing = await measureIssuing(options, surroundings, generator);
  const refusals = await measureDeletes(options, surroundings, generator);
  const floods = await measureUnderFloods(options, surroundings, generator);
  return { startedAt, machine: describeMachine(), options, ...issuing, refusals, floods };
}

/**
 * What callers notice of rolling restarts.
 * @param {BenchOptions} options
 * @param {Surroundings} surroundings
 */
export function runRollingRestarts(options, surroundings) {
  return measureRollingRestarts(
    options,
    surroundings,
    startGenerator(options.connections, surroundings.folder),
  );
}

/**
 * Warm and cold clients, with one replica of each service.
 * @param {BenchOptions} options
 * @param {Surroundings} surroundings
 * @param {Generator} generator
 */
async function measureIssuing(options, surroundings, generator) {
  const { folder, report } = surroundings;
  const { api, stop, ...running } = await startPostern({ tokens: 1 }, surroundings);
  const accounts = await api.createClients(options.clients, 'warm', report);
  const systems = {
    floor: await startFloor(accounts, folder),
    oidcProvider: await startOidcProvider(accounts, folder),
    postern: { label: 'postern', accounts, ...running },
  };
  const { floor, oidcProvider, postern } = await takeTurns(systems, generator, options, report);

  const coldAccounts = await api.createClients(options.cold, 'cold', report);
  const asking = { doing: 'Asking for their first tokens', done: 'Asked for their first tokens' };
  const cold = await report.step(asking, () =>
    generator.askOnce({ tokenUrl: running.tokenUrl, accounts: coldAccounts }),
  );
  await stop();
  return {
    warm: {
      floor: measured(systems.floor, floor),
      oidcProvider: measured(systems.oidcProvider, oidcProvider),
      postern: measured(systems.postern, postern),
    },
    ratios: {
      tokensPerSecond: pairwiseRatio(postern, oidcProvider, (round) => round.tokensPerSecond),
      cpu: pairwiseRatio(postern, oidcProvider, totalCpu),
    },
    cold,
  };
}

/**
 * How soon a deleted client is refused, with two replicas of the token service.
 * @param {BenchOptions} options
 * @param {Surroundings} surroundings
 * @param {Generator} generator
 */
async function measureDeletes({ deletes }, surroundings, generator) {
  const { report } = surroundings;
  const { api, stop, tokenUrl } = await startPostern({ tokens: 2 }, surroundings);
  const accounts = await api.createClients(deletes, 'short-lived', report);
  const warming = { doing: 'Warming up the clients to delete', done: 'Warmed up the clients to delete' };
  await report.step(warming, () => warmAccounts({ tokenUrl, accounts }, generator));
  const deleting = { doing: `Deleting ${deletes} clients`, done: `Deleted ${deletes} clients` };
  const refusals = await report.step(deleting, () => measureRefusals(tokenUrl, accounts, api));
  await stop();
  return refusals;
}

/**
 * What valid clients notice of floods of unknown clients and wrong secrets, with two replicas of the token service and
 * the limits that are there unless set.
 * @param {BenchOptions} options
 * @param {Surroundings} surroundings
 * @param {Generator} generator
 */
export async function measureUnderFloods(options, surroundings, generator) {
  const { report, folder } = surroundings;
  const how = { tokens: 2, trustedProxies: '127.0.0.1' };
  const { api, stop, ...running } = await startPostern(how, surroundings);
  const accounts = await api.createClients(options.clients, 'valid', report);
  const system = { label: 'postern', accounts, ...running };
  const warming = { doing: 'Warming up the valid clients', done: 'Warmed up the valid clients' };
  await report.step(warming, () => warmUp(system, generator));
  const flood = startGenerator(options.flood, mkdtempSync(join(folder, 'flood-')));
  const floods = await measureFloods(system, { valid: generator, flood }, options, report);
  await stop();
  return floods;
}

/**
 * @param {import('./systems/system.mjs').System} system
 * @param {import('./measures/rounds.mjs').Round[]} rounds
 */
function measured({ label }, rounds) {
  return { label, summary: summarise(rounds), rounds };
}
