import type { ApplicationClient, ClientKey } from '@postern/contracts';
import { jsString } from './quoting.js';
import type { TokenRequest } from './token-request.js';

/** With openid-client; TypeScript takes it, too. */
export function nodeProgram(request: TokenRequest): string {
  return `import { env } from 'node:process';
import * as client from 'openid-client';

${configured(request, ['env.POSTERN_CLIENT_SECRET'])}
${callWithToken(request)}`;
}

const OF_CURVE = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512', Ed25519: 'Ed25519' } as const;

/** The same for a client that authenticates by `private_key_jwt`. */
export function nodeProgramWithKey(request: TokenRequest, { jwks }: Pick<ApplicationClient, 'jwks'>): string {
  const key = jwks?.keys[0];
  const kid = key === undefined ? 'the kid of that key' : key.kid;
  const named = kid === undefined ? '' : `, kid: ${jsString(kid)}`;
  return `import { readFileSync } from 'node:fs';
import { importJWK } from 'jose';
import * as client from 'openid-client';

const jwk = JSON.parse(readFileSync('private-key.json', 'utf8'));
const key = await importJWK(jwk, ${jsString(key === undefined ? 'ES256' : algorithmOf(key))});
${configured(request, ['undefined', `client.PrivateKeyJwt({ key${named} })`])}
${callWithToken(request)}`;
}

function configured({ issuer, tokenUrl, clientId }: TokenRequest, authentication: readonly string[]): string {
  const server = `{ issuer: ${jsString(issuer)}, token_endpoint: ${jsString(tokenUrl)} }`;
  const parameters = [server, jsString(clientId), ...authentication].map((one) => `  ${one},\n`).join('');
  const insecure = `// This Postern has no TLS. Take the line out once it has.\nclient.allowInsecureRequests(config);\n`;
  return `const config = new client.Configuration(\n${parameters});\n${tokenUrl.startsWith('http:') ? insecure : ''}`;
}

function callWithToken({ issuer, resource }: TokenRequest): string {
  const parameters = resource === undefined ? '' : `, {\n  resource: ${jsString(resource)},\n}`;
  return `const { access_token } = await client.clientCredentialsGrant(config${parameters});

// Call your API in its place. This one says what the token says.
const api = new URL(${jsString(`${issuer}/v1/whoami`)});
const answer = await client.fetchProtectedResource(config, access_token, api, 'GET');
console.log(await answer.json());
`;
}

function algorithmOf(key: ClientKey): string {
  if (key.alg !== undefined) return key.alg;
  return key.kty === 'RSA' ? 'PS256' : OF_CURVE[key.crv];
}
