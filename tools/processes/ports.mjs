import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below what systems hand out to outgoing connections (32768 and up on Linux, 49152 elsewhere): a client
// that reconnects while a server restarts must never be given that server's own port.
const lowest = 12_000;
const highest = 32_000;
const blockSize = 20;

/** Ports that this process alone chooses from, and has not chosen yet. @type {number[]} */
let own = [];
/** @type {Promise<number[]> | undefined} */
let taking;

/**
 * A port nobody listens on, held until it is released just before its user binds it. Nobody else of ours takes it in between,
 * nor while its user is being restarted.
 * @param {string} [host]
 * @returns {Promise<{ port: number, release: () => Promise<void> }>}
 */
export async function reservePort(host = '127.0.0.1') {
  for (let attempt = 0; ; attempt++) {
    // Others may have waited for the same block, and left nothing of it.
    while (own.length === 0) {
      taking ??= takeBlock().finally(() => (taking = undefined));
      own = await taking;
    }
    const [port] = own.splice(0, 1);
    try {
      return await holdPort(/** @type {number} */ (port), host);
    } catch (error) {
      if (attempt >= 50) throw error;
    }
  }
}

/**
 * Keeps others of ours from a block of ports, by listening on the first of them for as long as this process lives.
 * @returns {Promise<number[]>} the others of the block
 */
async function takeBlock() {
  for (let attempt = 0; ; attempt++) {
    const first = lowest + blockSize * randomInt((highest - lowest) / blockSize);
    try {
      (await listen(first, '127.0.0.1')).unref();
      return Array.from({ length: blockSize - 1 }, (_, index) => first + 1 + index);
    } catch (error) {
      if (attempt >= 50) throw error;
    }
  }
}

/**
 * @param {number} port 0 for any free one
 * @param {string} host
 * @returns {Promise<{ port: number, release: () => Promise<void> }>} releasing it twice does no harm
 * @throws the system's error (`code` EADDRINUSE, EACCES, EADDRNOTAVAIL and so on) when it cannot be had
 */
export async function holdPort(port, host) {
  const server = await listen(port, host);
  const address = server.address();
  const held = typeof address === 'object' && address !== null ? address.port : port;
  return { port: held, release: () => new Promise((released) => server.close(() => released())) };
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<import('node:net').Server>}
 */
function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

/**
 * @param {string} [host]
 * @returns {Promise<number>} a port nobody listened on a moment ago
 */
export async function freePort(host) {
  const { port, release } = await reservePort(host);
  await release();
  return port;
}
