import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Every process that reads settings, with the schema that it reads them by. The services have to be built.
 * @param {string} checkout
 * @returns {Promise<import('./configuration-page.mjs').Part[]>}
 */
export async function configuredProcesses(checkout) {
  /** @param {string} file */
  const load = (file) => import(pathToFileURL(join(checkout, file)).href);
  return [
    {
      name: 'gateway',
      about: 'The only HTTP surface.',
      schema: (await load('apps/gateway/dist/config.js')).gatewaySettings,
    },
    {
      name: 'clients',
      about: 'The client service.',
      schema: (await load('apps/clients/dist/config.js')).clientsSettings,
    },
    {
      name: 'tokens',
      about: 'The token service. `rotate-signing-key.js` beside its `main.js` needs `DATABASE_URL` alone.',
      schema: (await load('apps/tokens/dist/config.js')).tokensSettings,
    },
    {
      name: 'migrations',
      about:
        '`migrate.js` of the client service, and that of the token service, bring its schema up to date.',
      schema: (await load('libs/persistence/dist/index.js')).migrationSettings,
    },
    {
      name: 'first start',
      about: '`first-start.js` of the client service makes the first client and administrator, once.',
      schema: (await load('apps/clients/dist/first-start/settings.js')).firstStartSettings,
    },
    {
      name: 'recover administrator',
      about:
        '`recover-administrator.js` of the client service gives an administrator a temporary password ([operations](operations.md)).',
      schema: (await load('apps/clients/dist/recovery/settings.js')).recoverySettings,
    },
    {
      name: 'manage',
      about: 'The program that makes Postern as files declare it ([declarative management](declarative.md)).',
      schema: (await load('apps/manage/dist/config.js')).manageSettings,
    },
  ];
}
