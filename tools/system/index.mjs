/** @typedef {import('./start-system.mjs').System} System */
/** @typedef {import('./start-system.mjs').SystemOptions} SystemOptions */
/** @typedef {import('./service.mjs').Service} Service */

export { Problem } from '../report/problem.mjs';
export { startSystem } from './start-system.mjs';
