import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { createAdministrator, inviteAdministrator, newPassword, type Account } from '../system/accounts.js';
import { ConsoleSession, cookieOf, secondsOf, signIn } from '../system/console-session.js';
import { manyTimes, statusOf } from '../system/many-times.js';
import { whileDown } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import { startPostern } from '../system/start-postern.js';
import { emptyRedis } from '../system/stores.js';

const CLIENTS = '/v1/application-clients';
const NAME = 'postern_session';
const GIVEN = /^postern_session=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/;
const IDLE_SECONDS = 1_800;
const CLEARED = /^postern_session=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/;

const resources = new TestResources();
let postern: OwnPostern;
let ada: Account;
let session: ConsoleSession;

beforeAll(async () => {
  postern = await startPostern(resources);
  ada = await createAdministrator(postern);
});
beforeEach(async () => {
  session = await ConsoleSession.begin(postern, ada);
});
afterAll(() => resources.release());

/** Asks with one cookie, whatever comes back; so often that every replica has answered. */
const statusesOf = (cookie: string, path = '/v1/whoami', method = 'GET') =>
  manyTimes(() => postern.ask(path, { method, headers: { cookie } }), statusOf);

/** That a session is over at every replica, with each token that it ever had. */
async function expectOver(...cookies: string[]): Promise<void> {
  for (const cookie of cookies) {
    expect(await statusesOf(cookie)).toEqual([401]);
    const token = cookie.slice(`${NAME}=`.length);
    const introspected = await manyTimes(
      () => postern.introspect(postern.admin, token),
      ({ body }) => body,
    );
    expect(introspected).toEqual(['{"active":false}']);
    expect((await postern.whoami(token)).status).toBe(401);
  }
  const asked = await postern.ask('/session', { headers: { cookie: cookies[0] } });
  expect([asked.status, asked.headers['set-cookie']]).toEqual([401, expect.stringMatching(CLEARED)]);
}

describe('39: a session', () => {
  it('is in a cookie that script cannot read, new with each sign-in', async () => {
    const [one, other] = [await signIn(postern, ada), await signIn(postern, ada)];
    for (const { status, headers } of [one, other])
      expect([status, headers['set-cookie'], headers['cache-control']]).toEqual([
        201,
        expect.stringMatching(GIVEN),
        'no-store',
      ]);
    // What is left of the token's life when the answer is written: the sign-in itself takes some of it.
    expect(secondsOf(one)).toBeGreaterThan(0);
    expect(secondsOf(one)).toBeLessThanOrEqual(IDLE_SECONDS);
    expect(cookieOf(one)).not.toBe(cookieOf(other));
    expect(one.json()['csrf_token']).not.toBe(other.json()['csrf_token']);
    const token = cookieOf(one)!.slice(`${NAME}=`.length);
    expect(one.body).not.toContain(token);
    expect(one.json()).toMatchObject({
      administrator: { email: ada.email, password_change_required: false },
    });
  });

  it('begins anew where one signs in with another one, which ends', async () => {
    const before = session.cookie;
    const answer = await signIn(postern, ada, { cookie: before });
    expect(answer.status).toBe(201);
    await expectOver(before);
    expect(await statusesOf(cookieOf(answer)!)).toEqual([200]);
  });

  it('takes nothing over that somebody else has put into the cookie', async () => {
    const answer = await signIn(postern, ada, { cookie: `${NAME}=planted` });
    expect([answer.status, cookieOf(answer)]).toEqual([201, expect.not.stringContaining('planted')]);
  });

  it('is renewed at every replica, with all its tokens alive', async () => {
    const cookies = await Promise.all(
      Array.from({ length: 12 }, async () => cookieOf(await session.ask('GET', '/session'))!),
    );
    expect(new Set(cookies).size).toBe(12);
    for (const cookie of [...cookies, session.cookie]) expect(await statusesOf(cookie)).toEqual([200]);
  });

  it('lets its administrator do what the role says, and a viewer look', async () => {
    const viewer = await ConsoleSession.begin(postern, await createAdministrator(postern, 'viewer'));
    const write = { json: { name: 'Written' } };
    expect((await session.ask('POST', CLIENTS, write)).status).toBe(201);
    expect((await viewer.ask('GET', CLIENTS)).status).toBe(200);
    const refused = await viewer.ask('POST', CLIENTS, write);
    expect([refused.status, refused.json()['type']]).toEqual([403, 'urn:postern:problem:insufficient-scope']);
  });

  it('of a password that was made up for somebody opens nothing but the change of it', async () => {
    const invited = await inviteAdministrator(postern);
    const first = await ConsoleSession.begin(postern, invited);
    expect((await first.ask('GET', '/session')).json()).toMatchObject({
      administrator: { password_change_required: true },
    });
    expect((await first.ask('GET', CLIENTS)).status).toBe(403);
    expect((await first.ask('POST', '/v1/administrators', { json: {} })).status).toBe(403);
  });

  it('is told apart from another of the same name: two cookies are refused, whichever comes first', async () => {
    const tossed = (await ConsoleSession.begin(postern, await createAdministrator(postern))).cookie;
    for (const cookie of [`${session.cookie}; ${tossed}`, `${tossed}; ${session.cookie}`])
      for (const path of ['/v1/whoami', '/session']) expect(await statusesOf(cookie, path)).toEqual([400]);
    // By another name it is none of ours, as long as the issuer is http.
    expect(await statusesOf(`__Host-${tossed}; ${session.cookie}`)).toEqual([200]);
    expect(await statusesOf(`__Host-${session.cookie}`)).toEqual([401]);
  });

  it('is found among many cookies; a header that is too long is refused as such', async () => {
    const others = (bytes: number) => `other=${'x'.repeat(bytes)}; ${session.cookie}`;
    expect(await statusesOf(others(12_000))).toEqual([200]);
    expect(await statusesOf(others(17_000))).toEqual([431]);
    for (const value of ['', 'x', 'x'.repeat(12_000), '"', 'a.b.c', '%00', '__proto__'])
      expect([value, await statusesOf(`${NAME}=${value}`, '/session')]).toEqual([value, [401]]);
  });

  it('does not count beside a bearer token, good or bad', async () => {
    const both = (authorization: string) =>
      session.askWith({ authorization }, 'POST', CLIENTS, { name: 'By bearer' });
    expect((await both('Bearer garbage')).status).toBe(401);
    const created = await both(`Bearer ${await postern.accessToken(postern.admin)}`);
    expect([created.status, created.headers['set-cookie']]).toEqual([201, undefined]);
    const audit = await postern.manageAt(
      `/v1/audit-events?subject_id=${String(created.json()['client_id'])}`,
    );
    expect(audit.json<{ data: object[] }>().data).toMatchObject([
      { actor: { type: 'client', id: postern.admin.client_id } },
    ]);
  });

  it('opens nothing but the management API', async () => {
    const asked = { headers: { cookie: session.cookie } };
    expect((await postern.ask('/edge/authorize?audience=urn:postern:management', asked)).status).toBe(401);
    for (const path of ['/oauth2/token', '/oauth2/introspect', '/oauth2/revoke']) {
      const answer = await postern.post(path, 'grant_type=client_credentials&token=x', asked.headers);
      expect([path, answer.status]).toEqual([path, 401]);
    }
  });

  it('is written down when it begins and when it ends, once each, by whom and from where', async () => {
    await session.ask('GET', '/session');
    await Promise.all([1, 2, 3].map(() => session.ask('DELETE', '/session')));
    const actor = { type: 'administrator', id: ada.administrator_id, address: '127.0.0.1' };
    const actions = await eventually('both are written down', async () => {
      const path = `/v1/audit-events?subject_id=${ada.administrator_id}&limit=2`;
      const { data } = (await postern.manageAt(path)).json<{ data: { action: string }[] }>();
      return data[0]?.action === 'administrator.signed_out' && data;
    });
    expect(actions).toMatchObject([
      { action: 'administrator.signed_out', actor },
      { action: 'administrator.signed_in', actor },
    ]);
  });
});

describe('39: after a sign-out', () => {
  it('no token of the session is worth anything, at any replica', async () => {
    const first = session.cookie;
    await session.ask('GET', '/session');
    const second = session.cookie;
    const answer = await session.ask('DELETE', '/session');
    expect([answer.status, answer.headers['set-cookie']]).toEqual([204, expect.stringMatching(CLEARED)]);
    await expectOver(first, second);
  });

  it('another session of the same person goes on', async () => {
    const other = await ConsoleSession.begin(postern, ada);
    await session.ask('DELETE', '/session');
    expect(await statusesOf(other.cookie)).toEqual([200]);
  });

  it('a token that was renewed at that very moment is worth nothing either', async () => {
    const { cookie } = session;
    const renewing = Array.from({ length: 30 }, () => postern.ask('/session', { headers: { cookie } }));
    const out = session.ask('DELETE', '/session');
    const renewed = (await Promise.all(renewing)).flatMap((answer) =>
      answer.status === 200 ? [cookieOf(answer)!] : [],
    );
    expect((await out).status).toBe(204);
    for (const one of [cookie, ...renewed])
      expect([one, (await postern.ask('/v1/whoami', { headers: { cookie: one } })).status]).toEqual([
        one,
        401,
      ]);
    await expectOver(cookie, ...renewed.slice(-2));
  });

  it('it stays over when Redis is emptied, and when the token service starts anew', async () => {
    const { cookie } = session;
    const living = await ConsoleSession.begin(postern, ada);
    await session.ask('DELETE', '/session');
    await emptyRedis(postern);
    await expectOver(cookie);
    await whileDown(postern.replicas('tokens'), () => emptyRedis(postern).then(() => undefined), 'killed');
    await expectOver(cookie);
    expect(await statusesOf(living.cookie)).toEqual([200]);
  });

  it('that could not be done while the token service is away, the cookie stays for another try', async () => {
    const { cookie } = session;
    await whileDown(postern.replicas('tokens'), async () => {
      const answer = await session.ask('DELETE', '/session');
      expect([answer.status, answer.headers['set-cookie']]).toEqual([503, undefined]);
    });
    await eventually('a sign-out', async () => (await session.ask('DELETE', '/session')).status === 204);
    await expectOver(cookie);
  });
});

describe('39: every session of a person', () => {
  let bob: Account;
  let own: ConsoleSession;
  let cookies: string[];

  beforeEach(async () => {
    bob = await createAdministrator(postern);
    const three = await Promise.all([1, 2, 3].map(() => ConsoleSession.begin(postern, bob)));
    cookies = three.map(({ cookie }) => cookie);
    own = three[0]!;
  });

  const change = (method: string, suffix = '', json?: unknown) =>
    postern.manageAt(`/v1/administrators/${bob.administrator_id}${suffix}`, method, { json });

  it('ends with a change of the password, the one that changed it too', async () => {
    const password = newPassword();
    const json = { current_password: bob.password, new_password: password };
    const answer = await own.ask('PUT', '/session/password', { json });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([204, expect.stringMatching(CLEARED)]);
    await expectOver(...cookies);
    expect((await signIn(postern, bob)).status).toBe(401);
    expect((await signIn(postern, { ...bob, password })).status).toBe(201);
  });

  it('goes on where the password was not changed', async () => {
    const json = { current_password: 'wrong', new_password: newPassword() };
    const answer = await own.ask('PUT', '/session/password', { json });
    expect([answer.status, answer.json()]).toMatchObject([400, { errors: [{ field: 'current_password' }] }]);
    for (const cookie of cookies) expect(await statusesOf(cookie)).toEqual([200]);
  });

  it('ends when somebody else resets the password', async () => {
    const reset = await change('POST', '/reset-password', {});
    expect(reset.status).toBe(200);
    await expectOver(...cookies);
    expect((await signIn(postern, bob)).status).toBe(401);
    const { temporary_password: password } = reset.json<{ temporary_password: string }>();
    expect((await signIn(postern, { ...bob, password })).status).toBe(201);
  });

  it('ends when they are deleted', async () => {
    expect((await change('DELETE')).status).toBe(204);
    await expectOver(...cookies);
    expect((await signIn(postern, bob)).status).toBe(401);
  });

  it('can only look from the moment when they become a viewer, and goes on', async () => {
    expect((await change('PATCH', '', { role: 'viewer' })).status).toBe(200);
    for (const cookie of cookies) expect(await statusesOf(cookie, CLIENTS)).toEqual([200]);
    const writes = await manyTimes(() => own.askWith(own.proof, 'POST', CLIENTS, { name: 'x' }), statusOf);
    expect(writes).toEqual([403]);
    expect((await change('PATCH', '', { role: 'administrator' })).status).toBe(200);
    await own.ask('GET', '/session');
    expect((await own.ask('POST', CLIENTS, { json: { name: 'x' } })).status).toBe(201);
  });
});
