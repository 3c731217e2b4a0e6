/**
 * The yardstick: oidc-provider as its documentation sets it up for machines, with its in-memory adapter,
 * every client registered statically, and RFC 9068 access tokens signed with ES256.
 */
/// <reference path="../untyped-packages.d.ts" />
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { answerParent, receiveAccounts } from './server-child.mjs';

const tokenTtlSeconds = 3600;
const accounts = await receiveAccounts();
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signingKey = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'yardstick' };

const server = createServer();
answerParent(server, (issuer) => {
  const provider = new Provider(issuer, {
    clients: accounts.map(({ clientId, clientSecret }) => ({
      client_id: clientId,
      client_secret: clientSecret,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: { keys: [signingKey] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => issuer,
        getResourceServerInfo: () => ({
          audience: issuer,
          scope: '',
          accessTokenFormat: 'jwt',
          accessTokenTTL: tokenTtlSeconds,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    routes: { token: '/oauth2/token' },
    ttl: { ClientCredentials: tokenTtlSeconds },
  });
  server.on('request', provider.callback());
  return `${issuer}/oauth2/token`;
});
