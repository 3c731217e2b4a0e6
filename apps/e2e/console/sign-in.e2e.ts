import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { createAdministrator, newPassword, type Account } from '../system/accounts.js';
import type { Answer } from '../system/ask.js';
import { ConsoleSession, cookieOf, SAME_ORIGIN, secondsOf, signIn } from '../system/console-session.js';
import { basic, type Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const OF_EMAIL = 4;
const OF_ADDRESS = 8;
const IDLE_SECONDS = 4;
const LIFETIME_SECONDS = 8;

const resources = new TestResources();
let postern: Postern;
let ada: Account;

beforeAll(async () => {
  postern = await startPostern(resources, {
    // The tests ask from here; what comes from elsewhere on this machine is no proxy.
    TRUSTED_PROXIES: '127.0.0.1',
    FAILED_SIGN_INS_PER_MINUTE_PER_EMAIL_AND_ADDRESS: String(OF_EMAIL),
    FAILED_SIGN_INS_PER_MINUTE_PER_ADDRESS: String(OF_ADDRESS),
    SESSION_IDLE_SECONDS: String(IDLE_SECONDS),
    SESSION_LIFETIME_SECONDS: String(LIFETIME_SECONDS),
  });
  ada = await createAdministrator(postern);
});
afterAll(() => resources.release());

let address: string;
let lastAddress = 0;
const newAddress = () => `198.51.100.${++lastAddress}`;
beforeEach(() => {
  address = newAddress();
});

const tryFrom = (from: string, email: string, password = 'wrong') =>
  signIn(postern, { email, password }, { ...SAME_ORIGIN, 'x-forwarded-for': from });
const statusOf = async (answer: Promise<Answer>) => (await answer).status;

/** One after the other. */
async function statuses(times: number, next: () => Promise<Answer>): Promise<number[]> {
  const seen: number[] = [];
  for (let time = 0; time < times; time++) seen.push(await statusOf(next()));
  return seen;
}

const expected = (refused: number, slowed: number) => [
  ...Array<number>(refused).fill(401),
  ...Array<number>(slowed).fill(429),
];

/** All of an answer but what differs from one to the next. */
function told({ status, headers, body }: Answer) {
  const { date: _, 'x-request-id': id = '', ...others } = headers;
  return { status, headers: others, body: body.replace(id, '') };
}

let made = 0;
const nobody = () => `nobody-${++made}@example.org`;

describe('43: a wrong password', () => {
  it('and an unknown email answer alike, byte for byte', async () => {
    const wrong = told(await tryFrom(address, ada.email));
    expect(wrong).toMatchObject({
      status: 401,
      headers: { 'cache-control': 'no-store', 'www-authenticate': 'Cookie realm="postern"' },
      body: expect.stringContaining('wrong-credentials'),
    });
    expect(wrong.headers['set-cookie']).toBeUndefined();
    expect(told(await tryFrom(newAddress(), nobody(), ada.password))).toEqual(wrong);
    expect(told(await tryFrom(newAddress(), nobody()))).toEqual(wrong);
  });

  it.each(['a\u0000b@example.org', '\u0000', "' OR 1=1 --", '%@%', '\ud800@example.org', '__proto__'])(
    'is what %j is too',
    async (email) => {
      expect(told(await tryFrom(newAddress(), email))).toEqual(told(await tryFrom(address, nobody())));
    },
  );

  it.each([
    ['a control character', '\u0000'],
    ['half a surrogate pair', '\ud800'],
    ['the longest one', 'x'.repeat(1_000)],
  ])('is %s too', async (_, password) => {
    const wrong = told(await tryFrom(address, nobody()));
    expect(told(await tryFrom(newAddress(), ada.email, password))).toEqual(wrong);
  });

  it.each([
    ['__proto__', '{"email":"a@b.example","password":"x","__proto__":{"role":"administrator"}}'],
    ['administrator_id', '{"email":"a@b.example","password":"x","administrator_id":"adm_0"}'],
    ['email', '{"email":["a@b.example"],"password":"x"}'],
    ['email', `{"email":"${'x'.repeat(255)}","password":"x"}`],
    ['password', '{"email":"a@b.example","password":{"$ne":""}}'],
    ['password', `{"email":"a@b.example","password":"${'x'.repeat(1_001)}"}`],
    ['password', '{"email":"a@b.example"}'],
  ])('31: is not one that is no pair of texts: %s', async (field, body) => {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': address };
    const answer = await postern.ask('/session', { method: 'POST', headers, body });
    expect([answer.status, answer.json()]).toMatchObject([400, { errors: [{ field }] }]);
  });

  it('is counted for the email in any case, and slowed with 429 and Retry-After', async () => {
    let turn = 0;
    const inAnyCase = () => tryFrom(address, ++turn % 2 === 0 ? ada.email.toUpperCase() : ` ${ada.email} `);
    expect(await statuses(OF_EMAIL + 2, inAnyCase)).toEqual(expected(OF_EMAIL, 2));
    const answer = await tryFrom(address, ada.email);
    const retryAfter = Number(answer.headers['retry-after']);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(answer.json()).toMatchObject({ type: 'urn:postern:problem:too-many-requests' });
  });

  it('is slowed alike whether or not somebody has the email', async () => {
    const unknown = nobody();
    const [known = [], none = []] = await Promise.all(
      [ada.email, unknown].map(async (email) => {
        const from = newAddress();
        const seen: Answer[] = [];
        for (let time = 0; time <= OF_EMAIL; time++) seen.push(await tryFrom(from, email));
        return seen.map((answer) => {
          const { headers, ...others } = told(answer);
          return { ...others, headers: { ...headers, 'retry-after': typeof headers['retry-after'] } };
        });
      }),
    );
    expect(known).toEqual(none);
    expect(known.at(-1)).toMatchObject({ status: 429 });
  });

  it('is slowed though many are tried at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => statusOf(tryFrom(address, ada.email))));
    expect(all.filter((status) => status === 401).length).toBeLessThanOrEqual(OF_EMAIL);
    expect(new Set(all)).toEqual(new Set([401, 429]));
  });

  it('for one email after the other is slowed for the address', async () => {
    expect(await statuses(OF_ADDRESS + 2, () => tryFrom(address, nobody()))).toEqual(expected(OF_ADDRESS, 2));
  });

  it('does not lock its owner out from elsewhere', async () => {
    await statuses(OF_EMAIL + 1, () => tryFrom(address, ada.email));
    expect(await statusOf(tryFrom(address, ada.email, ada.password))).toBe(429);
    expect(await statusOf(tryFrom(newAddress(), ada.email, ada.password))).toBe(201);
  });

  it('is counted for a forger’s own address, and for nobody whom a forged X-Forwarded-For names', async () => {
    const forged = (names: string) => {
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': names };
      const body = JSON.stringify({ email: ada.email, password: 'wrong' });
      return postern.ask('/session', { method: 'POST', from: '127.0.0.4', headers, body });
    };
    expect(await statuses(OF_EMAIL + 2, () => forged(newAddress()))).toEqual(expected(OF_EMAIL, 2));
    const victim = newAddress();
    await statuses(2, () => forged(victim));
    expect(await statusOf(tryFrom(victim, ada.email, ada.password))).toBe(201);
    // What a caller writes before the address that the proxy adds is not believed.
    const written = () => tryFrom(`${newAddress()}, ${address}`, ada.email);
    expect(await statuses(OF_EMAIL + 1, written)).toEqual(expected(OF_EMAIL, 1));
  });

  it('counts; a right one does not', async () => {
    const right = () => tryFrom(address, ada.email, ada.password);
    expect(await statuses(OF_EMAIL - 1, () => tryFrom(address, ada.email))).toEqual(
      expected(OF_EMAIL - 1, 0),
    );
    expect(await statuses(OF_ADDRESS, right)).toEqual(Array(OF_ADDRESS).fill(201));
    expect(await statuses(2, () => tryFrom(address, ada.email))).toEqual(expected(1, 1));
  });

  it('where the own one is asked for counts as well', async () => {
    const bob = await createAdministrator(postern);
    const session = await ConsoleSession.begin(postern, bob);
    const headers = { 'x-forwarded-for': address };
    const json = { current_password: 'wrong', new_password: newPassword() };
    const seen = await statuses(OF_EMAIL + 1, () =>
      session.ask('PUT', '/session/password', { headers, json }),
    );
    expect(seen).toEqual([...Array<number>(OF_EMAIL).fill(400), 429]);
    expect(await statusOf(tryFrom(address, bob.email, bob.password))).toBe(429);
  });

  it('is counted in the metrics, without the email', async () => {
    await statuses(OF_EMAIL + 1, () => tryFrom(address, ada.email));
    const { body } = await postern.ask('/metrics');
    expect(body).toMatch(/^postern_sign_ins_total\{outcome="wrong_credentials"\} [1-9]/m);
    expect(body).toMatch(/^postern_sign_ins_total\{outcome="signed_in"\} [1-9]/m);
    expect(body).toMatch(
      /^postern_limited_requests_total\{route="\/session",limit="failures_of_email_at_address"\} [1-9]/m,
    );
    expect(body).not.toContain(ada.email);
  });
});

describe('12: an administrator', () => {
  it('is to the OAuth endpoints a client that there is not, whatever it is tried with', async () => {
    const session = await ConsoleSession.begin(postern, ada);
    const secrets = [ada.password, session.token, postern.admin.client_secret, 'wrong', ''];
    for (const path of ['/oauth2/token', '/oauth2/introspect', '/oauth2/revoke'])
      for (const client_secret of secrets) {
        const asked = ['adm_0000000000000000000000', ada.administrator_id].map(async (client_id) => {
          const authorization = basic({ client_id, client_secret });
          const body = { grant_type: 'client_credentials', token: session.token };
          return told(await postern.post(path, body, { authorization }));
        });
        const [unknown, known] = await Promise.all(asked);
        expect(known).toEqual(unknown);
        expect(known?.status).toBe(401);
      }
  });

  it('is none among the application clients', async () => {
    const path = `/${ada.administrator_id}`;
    for (const [method, suffix] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/secrets'],
      ['POST', '/secrets'],
      ['POST', '/revoke-tokens'],
    ] as const)
      expect([method, suffix, await statusOf(postern.manage(method, path + suffix))]).toEqual([
        method,
        suffix,
        404,
      ]);
    expect((await postern.manage('GET', '?limit=100')).body).not.toContain('adm_');
    expect(await statusOf(tryFrom(address, ada.email, ada.password))).toBe(201);
  });
});

interface Told {
  readonly expires_at: string;
  readonly ends_at: string;
}

/** Asks with the same cookie, so that none of its renewals counts. */
async function unused({ cookie }: ConsoleSession): Promise<void> {
  const ask = () => postern.ask('/v1/whoami', { headers: { cookie } });
  expect(await statusOf(ask())).toBe(200);
  await eventually('it is over', async () => (await statusOf(ask())) === 401);
}

describe('39: a session', () => {
  it('ends after its idle time; where it is used it goes on, yet not for ever', async () => {
    const idle = unused(await ConsoleSession.begin(postern, ada));
    const begun = await tryFrom(address, ada.email, ada.password);
    const first = begun.json<Told>();
    expect(secondsOf(begun)).toBeGreaterThanOrEqual(0);
    expect(secondsOf(begun)).toBeLessThanOrEqual(IDLE_SECONDS);
    let cookie = cookieOf(begun)!;
    const last = await eventually('it can go on no longer', async () => {
      const answer = await postern.ask('/session', { headers: { cookie } });
      cookie = cookieOf(answer) ?? cookie;
      const { expires_at, ends_at } = answer.json<Told>();
      expect([answer.status, ends_at]).toEqual([200, first.ends_at]);
      return expires_at === ends_at && { expires_at };
    });
    // By then it has outlived the token that it began with.
    expect(Date.parse(last.expires_at)).toBeGreaterThan(Date.parse(first.expires_at));
    expect((await postern.ask('/session', { headers: { cookie } })).json()).toMatchObject(last);
    await eventually('it is over', async () => {
      const answer = await postern.ask('/session', { headers: { cookie } });
      if (answer.status === 200) cookie = cookieOf(answer) ?? cookie;
      return answer.status === 401;
    });
    await idle;
  });
});
