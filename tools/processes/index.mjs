/** @typedef {import('./child.mjs').RunningProcess} RunningProcess */

export { startProcess } from './child.mjs';
export { freePort } from './ports.mjs';
