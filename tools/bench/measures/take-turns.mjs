import { measureRound } from './rounds.mjs';
import { warmUp } from './warm-up.mjs';

/**
 * Measures the systems in turns, one at a time while the others run idle, so that what changes about the
 * machine meanwhile meets all of them.
 * @template {string} Name
 * @param {Record<Name, import('../systems/system.mjs').System>} systems
 * @param {import('../load/generator-process.mjs').Generator} generator
 * @param {{ rounds: number, seconds: number }} options
 * @param {import('../../report/report.mjs').Report} report
 * @returns {Promise<Record<Name, import('./rounds.mjs').Round[]>>}
 */
export async function takeTurns(systems, generator, { rounds, seconds }, report) {
  const names = /** @type {Name[]} */ (Object.keys(systems));
  const none = names.map((name) => [name, /** @type {import('./rounds.mjs').Round[]} */ ([])]);
  /** @type {Record<Name, import('./rounds.mjs').Round[]>} */
  const measured = Object.fromEntries(none);
  for (const name of names) {
    const { label } = systems[name];
    const title = { doing: `Warming up ${label}`, done: `Warmed up ${label}` };
    await report.step(title, () => warmUp(systems[name], generator));
  }
  for (let number = 1; number <= rounds; number++) {
    for (const name of names) {
      const round = await measureRound(systems[name], generator, seconds);
      measured[name].push(round);
      const rate = Math.round(round.tokensPerSecond).toLocaleString('en-US');
      const failed = Object.keys(round.failures).length > 0 ? ', failed' : '';
      report.say(`  Round ${number} of ${rounds}, ${systems[name].label}: ${rate} tokens/s${failed}`);
    }
  }
  return measured;
}
