import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below what systems hand out to outgoing connections (32768 and up on Linux, 49152 elsewhere): a client
// that reconnects while a server restarts must never be given that server's own port.
const lowest = 12_000;
const highest = 32_000;

/**
 * A port nobody listens on, held until it is released just before its user binds it.
 * @param {string} [host]
 * @returns {Promise<{ port: number, release: () => Promise<void> }>}
 */
export async function reservePort(host = '127.0.0.1') {
  for (let attempt = 0; ; attempt++) {
    try {
      return await holdPort(randomInt(lowest, highest), host);
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
export function holdPort(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const held = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ port: held, release: () => new Promise((released) => server.close(() => released())) });
    });
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
