import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startProcess } from '../processes/child.mjs';
import { freePort } from '../processes/ports.mjs';
import { endRecorded } from '../processes/record.mjs';
import { restartable } from '../processes/restartable.mjs';
import { untilReady } from './until-ready.mjs';

/**
 * @typedef {object} ServerKind how one kind of server is started
 * @property {string} name
 * @property {string} folder holds all that it keeps
 * @property {string} logFile
 * @property {NodeJS.Signals} stopSignal
 * @property {number} graceMs how long it may take over stopping
 * @property {(port: number) => Pick<import('../processes/child.mjs').ProcessOptions,
 *   'program' | 'args' | 'env' | 'cwd' | 'user'>} command
 * @property {(port: number, pid: number) => Promise<boolean>} ready whether it answers requests now
 * @property {(port: number) => string} url
 */

/**
 * @typedef {object} TlsFiles PEM files of a server that speaks TLS alone
 * @property {string} certFile
 * @property {string} keyFile
 * @property {string} [clientCaFile] asks clients for a certificate that this CA has signed
 */

/**
 * @typedef {object} ServerAddress
 * @property {string} name
 * @property {string} url with user and password
 * @property {number} port on 127.0.0.1; stays the same over a restart, as do data and password
 */

/** @typedef {ServerAddress & import('../processes/restartable.mjs').Restartable} Server */

/**
 * Starts a server on a free port of 127.0.0.1 and waits until it answers.
 * @param {ServerKind} kind
 * @returns {Promise<Server>}
 * @throws {import('../report/problem.mjs').Problem} with the last lines of its log
 */
export async function startServer({ name, folder, logFile, command, stopSignal, graceMs, ready, url }) {
  const record = join(folder, 'process.json');
  for (const needed of [folder, dirname(logFile)]) mkdirSync(needed, { recursive: true, mode: 0o700 });
  await endRecorded(record);
  rmSync(logFile, { force: true });

  /** @param {number} onPort */
  const start = (onPort) =>
    startProcess({ ...command(onPort), output: logFile, record, stopSignal, graceMs });

  let port = 0;
  const process = await restartable(async (first) => {
    const nextPort = async () => (first ? freePort() : port);
    const up = await untilReady({ name, logFile, start, ready, nextPort });
    port = up.port;
    return up.running;
  });
  return Object.assign(process, { name, port, url: url(port) });
}
