import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestResources } from '@postern/testing';

/**
 * Serves a page of somebody else, at another port of the gateway's host. To browsers that is the same site, so they send
 * its cookies from there, whatever `SameSite` says; but it is another origin. Resolves with its URL.
 */
export async function pageOfOthers(resources: TestResources, html: string): Promise<string> {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html>${html}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  resources.add(server, () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
