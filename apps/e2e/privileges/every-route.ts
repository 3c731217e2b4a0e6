import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { createAdministrator, inviteAdministrator, newPassword } from '../system/accounts.js';
import type { Answer } from '../system/ask.js';
import { ConsoleSession, signIn } from '../system/console-session.js';
import { basic, type ApplicationClient, type Postern } from '../system/postern.js';

const JWT = { accept: 'application/token-introspection+jwt' };

/** Uses each route for which the gateway asks another service, in the way that it is meant, and some in others. */
export async function useEveryRoute(postern: Postern): Promise<void> {
  await useClients(postern);
  await useApis(postern);
  await useAdministrators(postern);
  await useSession(postern);
  await useTokens(postern);
  await useKeys(postern);
  await expectStatus(postern.manageAt('/v1/audit-events'), 200);
  await expectStatus(postern.manageAt('/v1/signing-keys'), 200);
  await expectStatus(postern.manageAt('/v1/signing-keys/rotate', 'POST'), 202);
  await expectStatus(postern.ask('/.well-known/jwks.json'), 200);
}

/** @throws Error where something else is answered */
async function expectStatus(asked: Promise<Answer>, status: number): Promise<Answer> {
  const answer = await asked;
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.body}`);
  return answer;
}

async function useClients(postern: Postern): Promise<void> {
  const headers = { 'idempotency-key': randomUUID() };
  const created = postern.manage('POST', '', { json: { name: 'Used' }, headers });
  const { client_id } = (await expectStatus(created, 201)).json<ApplicationClient>();
  const one = `/${client_id}`;
  await expectStatus(postern.manage('GET'), 200);
  await expectStatus(postern.manage('GET', one), 200);
  await expectStatus(postern.manage('PATCH', one, { json: { name: 'Used again' } }), 200);
  const added = await expectStatus(postern.manage('POST', `${one}/secrets`), 201);
  const { secret_id } = added.json<{ secret_id: string }>();
  await expectStatus(postern.manage('GET', `${one}/secrets`), 200);
  await expectStatus(postern.manage('DELETE', `${one}/secrets/${secret_id}`), 204);
  await expectStatus(postern.manage('POST', `${one}/revoke-tokens`), 204);
  await expectStatus(postern.manage('DELETE', one), 204);
}

async function useApis(postern: Postern): Promise<void> {
  const json = { audience: `https://${randomUUID()}.example`, name: 'Used', scopes: [{ name: 'r' }] };
  const created = await expectStatus(postern.manageAt('/v1/apis', 'POST', { json }), 201);
  const one = `/v1/apis/${created.json<{ api_id: string }>().api_id}`;
  await expectStatus(postern.manageAt('/v1/apis'), 200);
  await expectStatus(postern.manageAt(one), 200);
  await expectStatus(postern.manageAt(one, 'PATCH', { json: { name: 'Used again' } }), 200);
  await expectStatus(postern.manageAt(one, 'DELETE'), 204);
}

async function useAdministrators(postern: Postern): Promise<void> {
  const { administrator_id } = await inviteAdministrator(postern);
  const one = `/v1/administrators/${administrator_id}`;
  await expectStatus(postern.manageAt('/v1/administrators'), 200);
  await expectStatus(postern.manageAt(one), 200);
  await expectStatus(postern.manageAt(one, 'PATCH', { json: { last_name: 'Used' } }), 200);
  await expectStatus(postern.manageAt(`${one}/reset-password`, 'POST'), 200);
  await expectStatus(postern.manageAt(one, 'DELETE'), 204);
}

async function useSession(postern: Postern): Promise<void> {
  const account = await createAdministrator(postern);
  await expectStatus(signIn(postern, { ...account, password: 'wrong' }), 401);
  const session = await ConsoleSession.begin(postern, account);
  await expectStatus(session.ask('GET', '/session'), 200);
  await expectStatus(session.ask('PATCH', '/session/profile', { json: { first_name: 'Used' } }), 200);
  const json = { current_password: account.password, new_password: newPassword() };
  await expectStatus(session.ask('PUT', '/session/password', { json }), 204);
  const last = await ConsoleSession.begin(postern, { ...account, password: json.new_password });
  await expectStatus(last.ask('DELETE', '/session'), 204);
}

async function useTokens(postern: Postern): Promise<void> {
  const client = await postern.createClient({ scopes: ['reports:read'] });
  const wrong = { ...client, client_secret: `${client.client_secret.slice(0, -1)}!` };
  await expectStatus(postern.requestToken(wrong), 401);
  const token = await postern.accessToken(client);
  await expectStatus(postern.whoami(token), 200);
  await expectStatus(postern.introspect(client, token), 200);
  const authorization = basic(client);
  await expectStatus(postern.post('/oauth2/introspect', { token }, { authorization, ...JWT }), 200);
  await expectStatus(postern.post('/oauth2/revoke', { token }, { authorization }), 200);
}

async function useKeys(postern: Postern): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwks = { keys: [publicKey.export({ format: 'jwk' })] };
  const fields = { token_endpoint_auth_method: 'private_key_jwt', jwks };
  const { client_id } = await postern.createClient(fields);
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(client_id)
    .setSubject(client_id)
    .setAudience(postern.issuer)
    .setExpirationTime('1m')
    .sign(privateKey);
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
  await expectStatus(postern.post('/oauth2/token', form), 200);
}
