import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { configurationPage } from './configuration-page.mjs';
import { configuredProcesses } from './configured-processes.mjs';
import { metricsTable } from './metrics-table.mjs';
import { contractsIn, messagesPage } from './messages-page.mjs';
import { natsPermissions } from './nats-permissions.mjs';
import { redisUsers } from './redis-users.mjs';

/**
 * The pages, and other files, that are made from the code, as they should be. The services have to be built.
 * @param {string} checkout
 * @returns {Promise<{ path: string, text: string }[]>}
 */
export async function generatePages(checkout) {
  /** @param {string} file */
  const load = (file) => import(pathToFileURL(join(checkout, file)).href);
  const { settingFacts } = await load('libs/config/dist/index.js');
  const contracts = await load('libs/contracts/dist/index.js');
  const { jetStreamLimitsOf, permissionsOf } = await load('libs/messaging/dist/index.js');
  const { REDIS_RIGHTS } = await load('apps/tokens/dist/redis-rights.js');
  const { z } = await import('zod');
  const parts = await configuredProcesses(checkout);
  /** @param {any} schema */
  const toJsonSchema = (schema) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const { GatewayMetrics } = await load('apps/gateway/dist/metrics/gateway-metrics.js');
  const { ClientsMetrics } = await load('apps/clients/dist/metrics/clients-metrics.js');
  const { TokensMetrics } = await load('apps/tokens/dist/metrics/tokens-metrics.js');
  const metrics = {
    gateway: new GatewayMetrics().facts,
    tokens: new TokensMetrics().facts,
    clients: new ClientsMetrics().facts,
  };
  const { apiDocument } = await load('apps/gateway/dist/gateway.module.js');
  const operations = await readFile(join(checkout, 'docs/operations.md'), 'utf8');
  const crossing = contractsIn(contracts);
  return [
    {
      path: join(checkout, 'docker/nats/permissions.conf'),
      text: natsPermissions(permissionsOf(crossing), jetStreamLimitsOf(crossing)),
    },
    { path: join(checkout, 'docker/redis/users.conf'), text: redisUsers(REDIS_RIGHTS) },
    await page(checkout, 'docs/configuration.md', configurationPage(parts, settingFacts)),
    await page(checkout, 'docs/openapi.json', JSON.stringify(apiDocument('http://127.0.0.1:3000'), null, 2)),
    await page(checkout, 'docs/messages.md', messagesPage(crossing, toJsonSchema)),
    await page(checkout, 'docs/operations.md', withTable(operations, metricsTable(metrics))),
  ];
}

/**
 * @param {string} checkout
 * @param {string} file
 * @param {string} text
 */
async function page(checkout, file, text) {
  const path = join(checkout, file);
  return { path, text: await format(text, { ...(await resolveConfig(path)), filepath: path }) };
}

/**
 * A page with the one table in it that is made from the code.
 * @param {string} text
 * @param {string} table
 */
function withTable(text, table) {
  return text.replace(/(<!-- made from the code -->\n)[^]*?(<!-- end -->)/, `$1\n${table}\n\n$2`);
}
