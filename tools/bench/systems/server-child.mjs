/**
 * The child's side of ./server-process.mjs: listens on a free port of the loopback address, tells the parent
 * its token URL, and ends with the parent.
 * @param {import('node:http').Server} server
 * @param {(origin: string) => string} toTokenUrl is called before the first request
 */
export function answerParent(server, toTokenUrl) {
  process.once('disconnect', () => process.exit());
  server.listen(0, '127.0.0.1', () => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    process.send?.({ tokenUrl: toTokenUrl(`http://127.0.0.1:${port}`) });
  });
}

/**
 * The accounts that the parent has this server register.
 * @returns {Promise<import('./system.mjs').Account[]>}
 */
export function receiveAccounts() {
  return new Promise((resolve) => {
    process.once('message', (message) => resolve(/** @type {any} */ (message)));
  });
}
