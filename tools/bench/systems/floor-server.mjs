/**
 * The floor: what a token costs one Node process that only parses the request and signs. No client is looked
 * up and no secret compared, so nothing that does the job can be cheaper on the same runtime.
 */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { answerParent } from './server-child.mjs';

const tokenTtlSeconds = 3600;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const header = encode({ typ: 'at+jwt', alg: 'ES256', kid: 'floor' });
let issuer = '';

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const clientId = readClientId(request.headers.authorization);
    if (form.get('grant_type') !== 'client_credentials')
      return answer(response, 400, { error: 'invalid_request' });
    if (clientId === undefined) return answer(response, 401, { error: 'invalid_client' });
    const accessToken = signToken(clientId);
    answer(response, 200, { access_token: accessToken, token_type: 'Bearer', expires_in: tokenTtlSeconds });
  });
});

answerParent(server, (origin) => {
  issuer = origin;
  return `${origin}/oauth2/token`;
});

/** @param {string | undefined} authorization */
function readClientId(authorization) {
  if (!authorization?.startsWith('Basic ')) return undefined;
  const [id, secret] = Buffer.from(authorization.slice(6), 'base64').toString().split(':').map(formDecode);
  return secret === undefined ? undefined : id;
}

/** @param {string} text */
function formDecode(text) {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** @param {string} clientId */
function signToken(clientId) {
  const iat = Math.floor(Date.now() / 1000);
  const exp = iat + tokenTtlSeconds;
  const claims = {
    iss: issuer,
    sub: clientId,
    client_id: clientId,
    aud: issuer,
    iat,
    exp,
    jti: randomUUID(),
  };
  const signed = `${header}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

/** @param {object} value */
function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {object} body
 */
function answer(response, status, body) {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' };
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
}
