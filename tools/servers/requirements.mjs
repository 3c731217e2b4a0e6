/**
 * @typedef {object} Requirement
 * @property {string} title
 * @property {string} program the file to look for
 * @property {string} debianPackage
 * @property {string[]} versionArguments
 * @property {readonly [number, number]} oldest release that this system is known to work with
 */

/** @typedef {Requirement & { urlVariable: string }} ServerRequirement its variable names one that runs already */

/** @type {Record<import('./programs.mjs').ServerName, ServerRequirement> & { nginx: Requirement, chromium: Requirement }} */
export const requirements = {
  postgres: {
    title: 'Postgres',
    program: 'postgres',
    debianPackage: 'postgresql',
    urlVariable: 'DATABASE_URL',
    versionArguments: ['--version'],
    oldest: [15, 0],
  },
  nats: {
    title: 'NATS',
    program: 'nats-server',
    debianPackage: 'nats-server',
    urlVariable: 'NATS_URL',
    versionArguments: ['--version'],
    oldest: [2, 9],
  },
  redis: {
    title: 'Redis',
    program: 'redis-server',
    debianPackage: 'redis-server',
    urlVariable: 'REDIS_URL',
    versionArguments: ['--version'],
    oldest: [7, 0],
  },
  // No part of the system: a proxy that tests put before it.
  nginx: {
    title: 'nginx',
    program: 'nginx',
    debianPackage: 'nginx',
    versionArguments: ['-v'],
    oldest: [1, 18],
  },
  // Nor this: what tests look at the console with.
  chromium: {
    title: 'Chromium',
    program: 'chromium',
    debianPackage: 'chromium',
    versionArguments: ['--version'],
    oldest: [120, 0],
  },
};

/** @type {readonly import('./programs.mjs').ServerName[]} */
export const serverNames = ['postgres', 'nats', 'redis'];
