/**
 * What is needed to start each server; plain JSON. A server that is not needed, because its URL is given,
 * is not in it.
 * @typedef {object} Programs
 * @property {PostgresProgram} postgres
 * @property {Program} nats
 * @property {Program} redis
 * @property {Program} [nginx] for tests that put a proxy before the system
 * @property {Program} [chromium] for tests of the console
 */

/**
 * @typedef {object} Program
 * @property {string} program
 * @property {string} version
 * @property {string} [libraryPath] where its libraries are, when that is not where the system looks
 */

/**
 * @typedef {object} PostgresProgram
 * @property {string} folder holds `postgres` and `initdb`
 * @property {string} version
 * @property {string} [libraryPath]
 */

/** @typedef {'postgres' | 'nats' | 'redis'} ServerName */
/** @typedef {ServerName | 'nginx' | 'chromium'} ProgramName */

export {};
