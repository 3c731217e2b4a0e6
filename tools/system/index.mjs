/** @typedef {import('./start-system.mjs').System} System */
/** @typedef {import('./start-system.mjs').SystemOptions} SystemOptions */
/** @typedef {import('./service.mjs').Service} Service */
/** @typedef {import('./ingress.mjs').Ingress} Ingress */
/** @typedef {import('./test-system.mjs').SystemAddress} SystemAddress */

export { Problem } from '../report/problem.mjs';
export { startIngress } from './ingress.mjs';
export { startSystem } from './start-system.mjs';
export { addressOf, startTestSystem } from './test-system.mjs';
