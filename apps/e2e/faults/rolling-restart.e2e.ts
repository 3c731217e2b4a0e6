import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { startIngress, type Ingress } from '@postern/tools/system';
import type { OwnPostern } from '../system/own-postern.js';
import type { ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { Traffic } from '../system/traffic.js';

const resources = new TestResources();
let ingress: Ingress;
let postern: OwnPostern;

beforeAll(async () => {
  ingress = resources.add(await startIngress(), (one) => one.close());
  // As long as the ingress may need to see that a gateway is not ready any more.
  postern = await startPostern(resources, { SHUTDOWN_DELAY_SECONDS: '3' }, { ingress });
});
afterAll(() => resources.release());

/** Many at once ask for tokens, and about them, until told to end: with so much under way, what is dropped shows. */
function askSteadily(client: ApplicationClient, token: string, loops = 16) {
  const failed: string[] = [];
  let ending = false;
  const ask = async () => {
    while (!ending) {
      for (const answer of [await postern.requestToken(client), await postern.introspect(client, token)])
        if (answer.status !== 200) failed.push(`${answer.status} ${answer.body}`);
    }
  };
  const asking = Promise.all(Array.from({ length: loops }, ask));
  return {
    failed,
    end: async () => {
      ending = true;
      await asking;
    },
  };
}

describe('a rolling restart under traffic, as through an ingress that keeps its connections', () => {
  it.each(['tokens', 'clients', 'gateway'] as const)(
    '55: of %s fails no request for a token, an introspection or a change',
    async (name) => {
      const before = ingress.passed();
      const client = await postern.createClient();
      const steady = askSteadily(client, await postern.accessToken(client));
      const traffic = new Traffic(postern);
      await traffic.goesOn();
      try {
        for (const replica of postern.replicas(name)) {
          const { pid } = replica;
          await replica.restart();
          expect(replica.pid).not.toBe(pid);
          await eventually('the ingress sees both gateways', () => ingress.ready() === 2);
          await traffic.goesOn(10);
        }
      } finally {
        await traffic.end();
        await steady.end();
      }
      const { wrong, unanswered } = traffic;
      expect([...steady.failed, ...wrong, ...unanswered]).toEqual([]);
      const { requests, connections } = ingress.passed();
      expect(requests - before.requests).toBeGreaterThan(10 * (connections - before.connections));
    },
  );
});
