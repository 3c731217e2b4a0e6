import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  introspectToken,
  openSession,
  revokeToken,
  type ClientAuthentication,
  type ClientRecord,
  type Failure,
} from '@postern/contracts';
import { TestResources } from '@postern/testing';
import { AssertionStage, assertionOf } from '../fixtures/assertion-stage.js';
import { newKeyPair, presented } from '../fixtures/assertions.js';
import {
  ADDRESS,
  administratorRecord,
  credentials,
  newClientId,
  newSecret,
  secretRecord,
} from '../fixtures/records.js';

const resources = new TestResources();
const pair = newKeyPair('a');
const secret = newSecret();
let stage: AssertionStage;
let session: string;
let withSecret: ClientRecord;
let withKey: ClientRecord;

beforeAll(async () => {
  stage = await AssertionStage.open(resources);
  // No administrator has these. Even one who had would not get in with them.
  withSecret = administratorRecord({ secrets: [await secretRecord(secret)] });
  withKey = administratorRecord({
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [pair.jwk] },
  });
  for (const record of [withSecret, withKey]) {
    stage.clients.commit(record);
    const opened = await stage.tokens.ask(openSession, { administrator_id: record.client_id });
    session = opened.access_token;
  }
});

beforeEach(() => {
  stage.clients.reads.length = 0;
});

afterAll(() => resources.release());

const endpoints: [string, (authentication: ClientAuthentication) => Promise<unknown>][] = [
  ['token', (authentication) => stage.authenticate(authentication)],
  [
    'introspection',
    (authentication) =>
      stage.tokens.ask(introspectToken, { authentication, address: ADDRESS, token: session }),
  ],
  [
    'revocation',
    (authentication) => stage.tokens.ask(revokeToken, { authentication, address: ADDRESS, token: session }),
  ],
];

/** All that a caller could tell a refusal by. */
async function refusalOf(asked: Promise<unknown>) {
  const failure = await asked.then(
    () => Promise.reject(new Error('It was not refused.')),
    (error: unknown) => error as Failure,
  );
  const { code, message, fields, retryAfterSeconds } = failure;
  return { code, message, fields, retryAfterSeconds };
}

describe.each(endpoints)('12: at the %s endpoint an administrator', (_, ask) => {
  it('is refused with a secret exactly as an unknown client is, and not even looked for', async () => {
    const unknown = await refusalOf(ask(credentials(newClientId(), secret)));
    expect(unknown.code).toBe('invalid_client');
    expect(stage.clients.reads).toHaveLength(1);
    const { client_id } = withSecret;
    for (const id of [client_id, withKey.client_id, administratorRecord().client_id, client_id.toUpperCase()])
      for (const presentedSecret of [secret, newSecret(), ''])
        expect(await refusalOf(ask(credentials(id, presentedSecret)))).toEqual(unknown);
    expect(stage.clients.reads).toHaveLength(1);
  });

  it('is refused with an assertion exactly as an unknown client is, and not even looked for', async () => {
    const by = (client_id: string) => assertionOf({ record: { ...withKey, client_id }, pair });
    const unknown = await refusalOf(ask(presented(await by(newClientId()))));
    expect(unknown.code).toBe('invalid_client');
    expect(stage.clients.reads).toHaveLength(1);
    for (const id of [withKey.client_id, withSecret.client_id, administratorRecord().client_id])
      for (const named of [id, undefined])
        expect(await refusalOf(ask(presented(await by(id), named)))).toEqual(unknown);
    expect(stage.clients.reads).toHaveLength(1);
  });
});

it('12: the session of an administrator is alive after all that', async () => {
  const reader = stage.register({ scopes: ['tokens:introspect'] });
  const authentication = presented(await assertionOf(reader));
  const answer = await stage.tokens.ask(introspectToken, {
    authentication,
    address: ADDRESS,
    token: session,
  });
  expect(answer).toMatchObject({ active: true });
});
