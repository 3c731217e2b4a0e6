import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import type { TestResources } from '@postern/testing';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { ask, form } from '../system/ask.js';
import { bearer } from '../system/postern.js';

/** What of a started system a client with published keys has to know. */
interface Gateway {
  readonly url: string;
  readonly issuer: string;
  /** For the management API. */
  readonly accessToken: string;
}

/**
 * Makes a client that publishes its keys, and has it ask for a token with one of them.
 *
 * @returns how often its keys were fetched
 */
export async function askWithPublishedKeys(resources: TestResources, gateway: Gateway): Promise<number> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', alg: 'ES256' }] };
  let fetched = 0;
  const publisher = createServer((_, response) => {
    fetched++;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(keys));
  });
  await new Promise<void>((resolve) => publisher.listen(0, '127.0.0.1', resolve));
  resources.add(publisher, () => {
    publisher.closeAllConnections();
    publisher.close();
  });

  const created = await ask(gateway.url, '/v1/application-clients', {
    method: 'POST',
    headers: { ...bearer(gateway.accessToken), 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Publishes its keys',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: `http://127.0.0.1:${(publisher.address() as AddressInfo).port}/keys`,
    }),
  });
  expect([created.status, created.body]).toEqual([201, expect.any(String)]);
  const { client_id } = created.json<{ client_id: string }>();
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setIssuer(client_id)
    .setSubject(client_id)
    .setAudience(gateway.issuer)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(privateKey);
  const answer = await ask(gateway.url, '/oauth2/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  });
  expect([answer.status, answer.body]).toEqual([200, expect.any(String)]);
  return fetched;
}
