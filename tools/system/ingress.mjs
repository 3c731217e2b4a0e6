import { Agent, createServer, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** How often it looks which gateways are ready; an ingress in a cluster learns of it within about a second. */
const probeMs = 50;

/**
 * @typedef {object} Ingress
 * @property {string} url
 * @property {(gateways: readonly string[]) => void} passTo says where the gateways are, once they are up
 * @property {() => number} ready how many gateways it passes requests to now
 * @property {() => { requests: number, connections: number }} passed until now, to all gateways
 * @property {() => Promise<void>} close
 */

/**
 * What stands before the gateways in a cluster: passes requests to those that are ready, in turns, over connections that it
 * keeps. It tries nothing twice: what a gateway does not answer is a 502 here.
 * @returns {Promise<Ingress>}
 */
export async function startIngress() {
  const counts = { requests: 0, connections: 0 };
  /** @type {{ url: string, agent: Agent, ready: boolean }[]} */
  let gateways = [];
  /** @type {Promise<void>[]} */
  let probing = [];
  const closing = new AbortController();
  let turn = 0;

  const server = createServer((asked, answer) => {
    const ready = gateways.filter((gateway) => gateway.ready);
    const gateway = ready[turn++ % ready.length];
    if (gateway === undefined) {
      answer.writeHead(502).end('no gateway is ready');
      return;
    }
    counts.requests++;
    const { method, headers, url } = asked;
    const passed = request(`${gateway.url}${url}`, { method, headers, agent: gateway.agent }, (reply) => {
      // What a gateway says of its connection is not about ours.
      const own = Object.entries(reply.headers).filter(([name]) => !/^(connection|keep-alive)$/.test(name));
      answer.writeHead(reply.statusCode ?? 502, Object.fromEntries(own));
      reply.pipe(answer);
      reply.once('error', () => answer.destroy());
    });
    passed.once('socket', () => {
      if (!passed.reusedSocket) counts.connections++;
    });
    passed.once('error', (error) => {
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(502).end(`a gateway did not answer: ${error.message}`);
    });
    asked.pipe(passed);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

  /** @param {{ url: string, ready: boolean }} gateway */
  async function probe(gateway) {
    while (!closing.signal.aborted) {
      gateway.ready = await isReady(gateway.url, closing.signal);
      await delay(probeMs);
    }
  }

  return {
    url: `http://127.0.0.1:${port}`,
    passTo: (urls) => {
      gateways = urls.map((url) => ({ url, agent: new Agent({ keepAlive: true }), ready: true }));
      probing = gateways.map(probe);
    },
    ready: () => gateways.filter((gateway) => gateway.ready).length,
    passed: () => ({ ...counts }),
    close: async () => {
      closing.abort();
      await Promise.all(probing);
      for (const { agent } of gateways) agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Waits for the answer: by the clock, a stall of this very process would take every gateway out of service.
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>}
 */
async function isReady(url, signal) {
  try {
    const { status } = await fetch(`${url}/health/ready`, { signal });
    return status === 200;
  } catch {
    return false;
  }
}
