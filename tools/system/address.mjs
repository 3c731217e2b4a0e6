import { isIPv6 } from 'node:net';
import { holdPort, reservePort } from '../processes/ports.mjs';
import { Problem } from '../report/problem.mjs';

/**
 * @param {string} host that the gateway listens on
 * @param {number} port
 * @returns {string} a URL at which this machine reaches it
 */
export function localUrl(host, port) {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : isIPv6(host) ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/**
 * Makes sure that the gateway will be able to listen there.
 * @param {string} host
 * @param {number} port 0 for any free one
 * @returns {Promise<{ port: number, release: () => Promise<void> }>} the port, held until it is released
 * @throws {Problem} one line
 */
export async function holdAddress(host, port) {
  try {
    return port === 0 ? await reservePort(host) : await holdPort(port, host);
  } catch (error) {
    const { code = 'unknown error' } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Problem(explain(code, host, port));
  }
}

/**
 * @param {string} code
 * @param {string} host
 * @param {number} port
 */
function explain(code, host, port) {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use. Choose another, for example: PORT=${port === 4000 ? 4001 : 4000} npm start`;
  }
  if (code === 'EACCES')
    return `Port ${port} may only be used by root. Choose one above 1023, for example: PORT=4000 npm start`;
  return `HOST ${host} is not an address of this machine (${code}).`;
}
