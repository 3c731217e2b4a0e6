import { ask } from './http-client.mjs';
import { basicAuthorization, tokenRequestBody } from '../systems/system.mjs';

/**
 * One token request, client credentials grant.
 * @param {string} tokenUrl
 * @param {import('../systems/system.mjs').Account} account
 * @param {string} [body]
 */
export function askToken(tokenUrl, account, body = tokenRequestBody) {
  const headers = {
    authorization: basicAuthorization(account),
    'content-type': 'application/x-www-form-urlencoded',
  };
  return ask('POST', tokenUrl, { headers, body });
}
