import { parseArgs } from 'node:util';
import { Problem } from '../report/problem.mjs';

/**
 * @typedef {object} BenchOptions
 * @property {number} connections kept open by the load generator, each with one request under way
 * @property {number} rounds how often each system is measured
 * @property {number} seconds how long one round lasts
 * @property {number} clients registered in each system, and used in rotation
 * @property {number} cold fresh clients that ask for their very first token
 * @property {number} flood connections of the flood that valid clients are measured under
 * @property {number} pace tokens a second that valid clients ask for meanwhile
 * @property {number} deletes clients deleted to see how soon they are refused
 * @property {'rolling-restart'} [only] that alone, which is not a part of the whole otherwise
 */

/** @type {BenchOptions} */
const defaults = {
  connections: 32,
  rounds: 5,
  seconds: 5,
  clients: 1000,
  cold: 200,
  deletes: 1000,
  flood: 64,
  pace: 500,
};

/**
 * Reads the flags of `npm run bench -- --rounds 3 …`; each is a whole number, and none is needed.
 * @param {string[]} args
 * @returns {BenchOptions}
 * @throws {Problem}
 */
export function readOptions(args) {
  const names = /** @type {Exclude<keyof BenchOptions, 'only'>[]} */ (Object.keys(defaults));
  const flags = Object.fromEntries(
    [...names, 'only'].map((name) => [name, { type: /** @type {const} */ ('string') }]),
  );
  const values = parse(args, flags);
  const options = { ...defaults };
  for (const name of names) {
    const given = values[name];
    if (given !== undefined) options[name] = toCount(name, String(given));
  }
  const { only } = values;
  if (only === undefined) return options;
  if (only === 'rolling-restart') return { ...options, only };
  throw new Problem(`--only takes rolling-restart, not "${only}"`);
}

/**
 * @param {string[]} args
 * @param {Record<string, { type: 'string' }>} flags
 */
function parse(args, flags) {
  try {
    return parseArgs({ args, options: flags }).values;
  } catch (error) {
    throw new Problem(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {string} name
 * @param {string} given
 */
function toCount(name, given) {
  if (!/^[1-9]\d{0,5}$/.test(given))
    throw new Problem(`--${name} takes a whole number from 1, not "${given}"`);
  return Number(given);
}
