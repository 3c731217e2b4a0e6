import { setTimeout as delay } from 'node:timers/promises';
import { startIngress } from '../../system/ingress.mjs';
import { waitUntil } from '../../processes/wait-until.mjs';
import { askToken } from '../http/ask-token.mjs';
import { ask } from '../http/http-client.mjs';
import { startSteadyLoad } from '../load/steady-load.mjs';
import { startPostern } from '../systems/postern.mjs';
import { basicAuthorization } from '../systems/system.mjs';
import { warmAccounts } from './warm-up.mjs';

/** Clients created, and then deleted, a second. */
const changesPerSecond = 4;

/**
 * @typedef {import('../load/steady-load.mjs').Seen & { label: string, seconds: number }} RollingRestart
 */

/**
 * What callers notice while the replicas of each service are restarted one after the other: two of each, behind an ingress
 * that keeps its connections.
 * @param {import('../options.mjs').BenchOptions} options
 * @param {import('../run-bench.mjs').Surroundings} surroundings
 * @param {import('../load/generator-process.mjs').Generator} generator
 * @returns {Promise<RollingRestart[]>}
 */
export async function measureRollingRestarts({ clients, pace, seconds }, surroundings, generator) {
  const { report } = surroundings;
  const ingress = await startIngress();
  const { api, services, stop, tokenUrl } = await startPostern({ tokens: 2, ingress }, surroundings);
  const accounts = await api.createClients(clients, 'steady', report);
  await warmAccounts({ tokenUrl, accounts }, generator);
  const load = startSteadyLoad(await kindsOf({ tokenUrl, accounts, api, pace }));

  /** @param {string} label @param {() => Promise<unknown>} work */
  const phase = async (label, work) => {
    await load.take();
    const startedAtMs = performance.now();
    await work();
    const took = (performance.now() - startedAtMs) / 1000;
    return { label, seconds: took, ...(await load.take()) };
  };
  const phases = [await phase('calm', () => delay(seconds * 1000))];
  for (const name of ['tokens', 'clients', 'gateway']) {
    const step = { doing: `Restarting both replicas of ${name}`, done: `Restarted both replicas of ${name}` };
    const restart = async () => {
      for (const service of services.filter((one) => one.name === name)) {
        await service.restart();
        await waitUntil(() => ingress.ready() === 2, { timeoutMs: 10_000 });
      }
    };
    phases.push(await report.step(step, () => phase(`restart of ${name}`, restart)));
  }
  await load.end();
  await stop();
  await ingress.close();
  return phases;
}

/**
 * @param {object} target
 * @param {string} target.tokenUrl
 * @param {import('../systems/system.mjs').Account[]} target.accounts
 * @param {import('../systems/management-api.mjs').ManagementApi} target.api
 * @param {number} target.pace tokens a second
 * @returns {Promise<import('../load/steady-load.mjs').Kind[]>}
 */
async function kindsOf({ tokenUrl, accounts, api, pace }) {
  const [caller = { clientId: '', clientSecret: '' }] = accounts;
  const { body } = await askToken(tokenUrl, caller);
  const introspection = {
    headers: {
      authorization: basicAuthorization(caller),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: `token=${body.access_token}`,
  };
  const introspectUrl = tokenUrl.replace(/token$/, 'introspect');
  let turn = 0;
  const nextAccount = () => accounts[turn++ % accounts.length] ?? caller;
  const change = async () => {
    const { clientId, sentAtMs } = await api.createClient('changed');
    return { ...(await api.deleteClient(clientId)), sentAtMs };
  };
  return [
    { label: 'token', perSecond: pace, status: 200, ask: () => askToken(tokenUrl, nextAccount()) },
    {
      label: 'introspection',
      perSecond: pace / 5,
      status: 200,
      ask: () => ask('POST', introspectUrl, introspection),
    },
    { label: 'change', perSecond: changesPerSecond, status: 204, ask: change },
  ];
}
