import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestCollector, TestResources } from '@postern/testing';
import { createAdministrator, newPassword } from '../system/accounts.js';
import { form, type Answer } from '../system/ask.js';
import { ConsoleSession, cookieOf, signIn } from '../system/console-session.js';
import { whileDown } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import type { ApplicationClient } from '../system/postern.js';
import { openSigningKey } from '../system/signing-key.js';
import { startPostern } from '../system/start-postern.js';
import { query } from '../system/stores.js';
import { placesOf, readTraces } from '../system/traces.js';
import {
  throughConsole,
  throughManagement,
  throughOAuth,
  throughRecords,
  withUnknownField,
} from './ways-in.js';

const GRANT = 'grant_type=client_credentials';

const resources = new TestResources();
let postern: OwnPostern;
let collector: TestCollector;
let client: ApplicationClient;
/** What nobody may find, by what it is. */
let canaries: Map<string, string>;
/** The private key in the forms that it has in memory. */
let privateKey: Buffer[];
const answers: Answer[] = [];

beforeAll(async () => {
  // Nothing may hide behind the level.
  collector = await TestCollector.start(resources);
  postern = await startPostern(resources, {
    LOG_LEVEL: 'debug',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  client = await postern.createClient({ name: 'Known', scopes: ['reports:read'] });
  const key = (await openSigningKey(postern)).privateKey;
  const { d = '' } = key.export({ format: 'jwk' });
  privateKey = [key.export({ format: 'der', type: 'pkcs8' }), Buffer.from(d, 'base64url')];
  canaries = new Map([
    ['client secret', client.client_secret],
    ['access token', await postern.accessToken(client)],
    ['secret of the first client', postern.admin.client_secret],
    ['token of the first client', await postern.accessToken(postern.admin)],
    ['password', postern.admin.password],
    ['private key', d],
  ]);
});
afterAll(() => resources.release());

const keep = async (...asked: Promise<Answer>[]) => {
  for (const answer of await Promise.all(asked)) answers.push(answer);
};
const json = (value: unknown) => JSON.stringify(value);

/** Uses the real secrets in the right way, whatever comes of it. */
async function inUse(): Promise<void> {
  const token = canaries.get('access token')!;
  const headers = { 'idempotency-key': `used-${answers.length}` };
  const created = await postern.manage('POST', '', { json: { name: 'Used' }, headers });
  await keep(
    ...[client, postern.admin].map((one) => postern.introspect(one, token)),
    postern.requestToken(client).then(withoutToken),
    postern.whoami(token),
    postern.manage('GET'),
    postern.manage('GET', `/${client.client_id}`),
    postern.manage('PATCH', `/${client.client_id}`, { json: { name: `Used ${answers.length}` } }),
  );
  await consoleInUse();
  if (created.status !== 201) return;
  const { client_id, client_secret } = created.json<ApplicationClient>();
  canaries.set(`client secret ${canaries.size}`, client_secret);
  await keep(
    postern.post('/oauth2/token', `${GRANT}&${form({ client_id, client_secret })}`).then(withoutToken),
  );
  await keep(postern.manage('DELETE', `/${client_id}`));
}

/** The same of those of administrators. */
async function consoleInUse(): Promise<void> {
  await keep(signIn(postern, postern.admin).then(withoutCookie));
  const headers = { 'idempotency-key': `invited-${answers.length}` };
  const person = { first_name: 'Ada', last_name: 'Lovelace', role: 'viewer' };
  const email = `invited-${answers.length}@example.org`;
  const path = '/v1/administrators';
  const created = await postern.manageAt(path, 'POST', { json: { ...person, email }, headers });
  if (created.status !== 201) return;
  const { administrator_id, temporary_password: password } = created.json<Record<string, string>>();
  const session = await ConsoleSession.begin(postern, { email, password: password! });
  const { token } = session;
  const chosen = newPassword();
  const json = { current_password: password, new_password: chosen };
  await keep(
    session.ask('PUT', '/session/password', { json }),
    signIn(postern, { email, password: password! }),
  );
  await keep(signIn(postern, { email, password: chosen }).then(withoutCookie));
  const reset = await postern.manageAt(`${path}/${administrator_id}/reset-password`, 'POST');
  const { temporary_password: another } = reset.json<Record<string, string>>();
  for (const secret of [password, token, chosen, another])
    canaries.set(`of ${email} ${canaries.size}`, secret!);
  await keep(postern.manageAt(path), postern.manageAt(`${path}/${administrator_id}`, 'DELETE'));
}

/** The cookie is given to who signs in, and is a canary from then on. */
function withoutCookie(answer: Answer): Answer {
  const { 'set-cookie': cookie, ...headers } = answer.headers;
  if (cookie === undefined) return answer;
  canaries.set(`session ${canaries.size}`, cookieOf(answer)!.replace(/.*=/, ''));
  return { ...answer, headers };
}

/** A token is shown to who asks for it, and is a canary from then on. */
function withoutToken(answer: Answer): Answer {
  if (answer.status !== 200) return answer;
  const { access_token } = answer.json<{ access_token: string }>();
  canaries.set(`token ${canaries.size}`, access_token);
  return { ...answer, body: answer.body.replace(access_token, '') };
}

async function whileBroken(breakIt: string, mendIt: string, work: () => Promise<void>): Promise<void> {
  await query(postern, breakIt);
  try {
    await work();
  } finally {
    await query(postern, mendIt);
  }
}

/** What the system has left behind, and what it has told a collector, up to now. */
async function readAll(): Promise<Map<string, Buffer>> {
  const { headers } = await postern.ask('/v1/whoami');
  await eventually('the last span', () =>
    collector.spans.some(({ attributes }) => attributes['postern.request_id'] === headers['x-request-id']),
  );
  const traces = await readTraces(postern);
  return traces.set('exported spans', Buffer.concat(collector.bodies));
}

/** In any store: neither the canaries, nor the private key, nor what opens the stores and what is sealed in them. */
async function expectNoTrace(): Promise<void> {
  const traces = await readAll();
  for (const [name, canary] of canaries) {
    // Of a token the signature is what makes it one; the rest may be logged as claims are.
    const looked = canary.slice(canary.lastIndexOf('.') + 1);
    expect([name, placesOf(looked, traces)]).toEqual([name, []]);
  }
  for (const form of privateKey) expect(placesOf(form, traces)).toEqual([]);
  for (const name of ['clients', 'tokens']) {
    const key = (await readFile(join(postern.home, 'keys', `${name}.key`), 'utf8')).trim();
    expect([name, placesOf(Buffer.from(key, 'base64'), traces)]).toEqual([name, []]);
  }
  for (const name of ['postgres', 'nats', 'redis'] as const) {
    const services = (['gateway', 'clients', 'tokens'] as const).map((service) =>
      postern.urlFor(service, name),
    );
    for (const url of [postern.server(name).url, ...services])
      expect([name, placesOf(new URL(url).password, traces)]).toEqual([name, []]);
  }
}

/** That it is looked for in the right places: what is no secret is found there. */
async function expectTraces(): Promise<void> {
  await eventually('a client id in every kind of store', async () => {
    await postern.accessToken(client);
    const places = placesOf(client.client_id, await readAll()).join('\n');
    const kinds = [
      /jetstream/,
      /table clients\.audit_events/,
      /Redis postern:record/,
      /Redis postern:digests/,
      /exported spans/,
    ];
    return kinds.every((kind) => kind.test(places));
  });
}

describe('what nobody may find', () => {
  it('34, 44: leaves no trace, by whichever field or header it came', async () => {
    await inUse();
    // Of somebody whose own password is none of the canaries, which would change it.
    const session = await ConsoleSession.begin(postern, await createAdministrator(postern));
    for (const canary of [...canaries.values()]) {
      await keep(...throughOAuth(postern, client, canary), ...throughManagement(postern, client, canary));
      await keep(...throughConsole(postern, session, canary));
      await withUnknownField(postern, canary);
      await keep(...(await throughRecords(postern, canary)));
    }
    await expectTraces();
    await expectNoTrace();
  });

  it('44: leaves no trace, whatever fails while it is used', async () => {
    const table = 'clients.client_secrets';
    await whileBroken(
      `ALTER TABLE ${table} RENAME hash TO h`,
      `ALTER TABLE ${table} RENAME h TO hash`,
      inUse,
    );
    const check = 'clients.audit_events ADD CONSTRAINT never CHECK (false) NOT VALID';
    await whileBroken(
      `ALTER TABLE ${check}`,
      'ALTER TABLE clients.audit_events DROP CONSTRAINT never',
      inUse,
    );
    for (const name of ['redis', 'postgres'] as const) await whileDown([postern.server(name)], inUse);
    const places = placesOf('request failed', await readAll());
    expect(places.join()).toMatch(/logs\/clients-\d\.log/);
    await eventually(
      'the system works again',
      async () => (await postern.requestToken(client)).status === 200,
    );
    await expectNoTrace();
  });

  it('34: is in no answer but the one that gave it out', () => {
    const all = answers.map(({ headers, body }) => `${json(headers)} ${body}`).join('\n');
    for (const [name, canary] of canaries) expect([name, all.includes(canary)]).toEqual([name, false]);
    expect(all).not.toMatch(/\$argon2|"hash"|sealed/);
  });
});
