import { availableParallelism, cpus, release, type } from 'node:os';

/**
 * @typedef {object} Machine what the figures were measured on
 * @property {string} cpu
 * @property {number} cores
 * @property {string} node
 * @property {string} platform
 */

/** @returns {Machine} */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown CPU',
    cores: availableParallelism(),
    node: process.versions.node,
    platform: `${type()} ${release()}`,
  };
}
