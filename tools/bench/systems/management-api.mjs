import { askToken } from '../http/ask-token.mjs';
import { ask } from '../http/http-client.mjs';
import { tokenRequestBody } from './system.mjs';

/**
 * Creating a client hashes its secret, which is dear by intent; more at once would only wait for each other.
 */
const createsAtOnce = 8;

/**
 * @typedef {import('../../report/report.mjs').Report} Report
 *
 * @typedef {object} ManagementApi
 * @property {(count: number, name: string, report: Report) => Promise<import('./system.mjs').Account[]>}
 *   createClients
 * @property {(name: string) => Promise<import('./system.mjs').Account & { sentAtMs: number }>} createClient
 * @property {(clientId: string) => Promise<import('../http/http-client.mjs').Answer>} deleteClient answers
 *   with the 204
 */

/**
 * Signs in to the management API as the first client.
 * @param {string} origin such as http://127.0.0.1:3000
 * @param {import('./system.mjs').Account} administrator
 * @returns {Promise<ManagementApi>}
 */
export async function signIn(origin, administrator) {
  const body = `${tokenRequestBody}&resource=urn%3Apostern%3Amanagement`;
  const answer = expect(200, await askToken(`${origin}/oauth2/token`, administrator, body));
  const authorization = `Bearer ${answer.body.access_token}`;
  const clients = `${origin}/v1/application-clients`;

  /** @param {string} name */
  async function createClient(name) {
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await ask('POST', clients, { headers, body: JSON.stringify({ name }) });
    const { client_id: clientId, client_secret: clientSecret } = expect(201, answer).body;
    return { clientId, clientSecret, sentAtMs: answer.sentAtMs };
  }

  return {
    createClient,
    createClients(count, name, report) {
      const title = {
        doing: `Registering ${count} ${name} clients`,
        done: `Registered ${count} ${name} clients`,
      };
      return report.step(title, () => inBatches(count, (number) => createClient(`${name} ${number}`)));
    },
    async deleteClient(clientId) {
      return expect(204, await ask('DELETE', `${clients}/${clientId}`, { headers: { authorization } }));
    },
  };
}

/**
 * @template T
 * @param {number} count
 * @param {(number: number) => Promise<T>} create gets the numbers from 1 to the count
 */
async function inBatches(count, create) {
  /** @type {T[]} */
  const created = [];
  while (created.length < count) {
    const first = created.length + 1;
    const size = Math.min(createsAtOnce, count - created.length);
    created.push(...(await Promise.all(Array.from({ length: size }, (_, index) => create(first + index)))));
  }
  return created;
}

/**
 * @param {number} status
 * @param {import('../http/http-client.mjs').Answer} answer
 */
function expect(status, answer) {
  if (answer.status === status) return answer;
  throw new Error(
    `the management API answered ${answer.status}, not ${status}: ${JSON.stringify(answer.body)}`,
  );
}
