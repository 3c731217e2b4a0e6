/**
 * What the bench needs to know of anything that issues tokens, so that all are measured by the same code.
 *
 * @typedef {object} Account a registered client, as an integration holds it
 * @property {string} clientId
 * @property {string} clientSecret
 *
 * @typedef {object} Part one process of a system; its children count as part of it
 * @property {string} name
 * @property {number} pid
 *
 * @typedef {object} System
 * @property {string} label
 * @property {string} tokenUrl
 * @property {Account[]} accounts
 * @property {Part[]} parts
 */

/**
 * The `Authorization` header of RFC 6749 §2.3.1.
 * @param {Account} account
 */
export function basicAuthorization({ clientId, clientSecret }) {
  const pair = [clientId, clientSecret].map(encodeURIComponent).join(':');
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** The whole body of the token request that every system is asked. */
export const tokenRequestBody = 'grant_type=client_credentials';
