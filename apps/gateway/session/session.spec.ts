import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { ADA, ConsoleStage, PASSWORD } from '../fixtures/console-stage.js';
import { csrfTokenOf } from './proof.js';

const ISSUER = 'https://postern.example';
const resources = new TestResources();
let stage: ConsoleStage;

beforeAll(async () => {
  stage = await ConsoleStage.open(resources, ISSUER);
});
beforeEach(() => {
  stage.asked.length = 0;
  stage.down.clear();
  // The clock stands still: ages and what is left are told to the second.
  jest.spyOn(Date, 'now').mockReturnValue(Date.now());
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => resources.release());

type Headers = Record<string, string>;

const cookie = (token: string) => ({ cookie: `${stage.cookieName}=${token}` });
const proof = (sid: string) => ({ 'sec-fetch-site': 'same-origin', 'x-csrf-token': csrfTokenOf(sid) });
const JSON_TYPE = { 'content-type': 'application/json' };

async function ask(method: string, url: string, headers: Headers = {}, json?: unknown) {
  const type = json === undefined ? {} : JSON_TYPE;
  const body = json === undefined ? undefined : JSON.stringify(json);
  const answer = await stage.ask(method, url, { ...type, ...headers }, body);
  return {
    ...answer,
    body: answer.body === '' ? undefined : (JSON.parse(answer.body) as Record<string, unknown>),
  };
}

const signIn = (headers: Headers = {}, body: unknown = { email: ADA.email, password: PASSWORD }) =>
  ask('POST', '/session', headers, body);
const isProblem = (code: string) => ({ type: `urn:postern:problem:${code.replaceAll('_', '-')}` });
const CLEARED = /^__Host-postern_session=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Strict$/;
const GIVEN =
  /^__Host-postern_session=header\.[\w-]+\.signature; Max-Age=1800; Path=\/; HttpOnly; Secure; SameSite=Strict$/;

describe('39: a sign-in', () => {
  it('gives the session to the browser alone, and says to the page what it may know', async () => {
    const answer = await signIn();
    expect(answer).toMatchObject({ status: 201, cookie: expect.stringMatching(GIVEN) });
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'strict-transport-security': 'max-age=31536000',
    });
    expect(answer.body).toEqual({
      administrator: ADA,
      csrf_token: expect.stringMatching(/^[\w-]{43}$/),
      expires_at: expect.any(String),
      ends_at: expect.any(String),
    });
  });

  it('ends the session that the browser had', async () => {
    const before = stage.issue();
    expect((await signIn(cookie(before.access_token))).status).toBe(201);
    expect((await ask('GET', '/v1/whoami', cookie(before.access_token))).status).toBe(401);
  });

  it('counts although the session before cannot be ended', async () => {
    stage.down.add('tokens.end-session');
    expect(await signIn(cookie('garbage'))).toMatchObject({
      status: 201,
      cookie: expect.stringMatching(GIVEN),
    });
  });

  it('that fails sets no cookie, and no browser asks for a name and a password on its own', async () => {
    const answer = await signIn({}, { email: ADA.email, password: 'wrong' });
    expect(answer).toMatchObject({ status: 401, cookie: undefined, body: isProblem('wrong_credentials') });
    expect(answer.headers).toMatchObject({
      'www-authenticate': 'Cookie realm="postern"',
      'cache-control': 'no-store',
    });
  });

  it.each([
    ['text/plain', JSON.stringify({ email: ADA.email, password: PASSWORD })],
    ['application/x-www-form-urlencoded', `email=${ADA.email}&password=x`],
    ['multipart/form-data; boundary=x', '--x\r\n\r\n--x--'],
  ])('40: is none as %s, which forms of others can send', async (type, payload) => {
    const { status } = await stage.ask('POST', '/session', { 'content-type': type }, payload);
    expect([status, stage.subjects()]).toEqual([415, []]);
  });

  it.each([
    ['{"email":"a@b.example","password":"x","__proto__":{"role":"administrator"}}', '__proto__'],
    ['{"email":"a@b.example","password":"x","role":"administrator"}', 'role'],
    ['{"email":{"$ne":null},"password":"x"}', 'email'],
    ['{"email":["a@b.example"],"password":null}', 'email'],
    [`{"email":"${'x'.repeat(300)}","password":"x"}`, 'email'],
    ['[]', undefined],
    ['null', undefined],
  ])('31: is none with %s', async (payload, field) => {
    const answer = await stage.ask('POST', '/session', JSON_TYPE, payload);
    const { errors = [] } = JSON.parse(answer.body) as { errors?: { field: string }[] };
    expect([answer.status, errors[0]?.field]).toEqual([400, field]);
    expect(stage.subjects()).toEqual([]);
  });

  it.each<Headers>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: ISSUER },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('40: is none from another page: %j', async (headers) => {
    expect(await signIn(headers)).toMatchObject({
      status: 403,
      body: isProblem('cross_site'),
      cookie: undefined,
    });
    expect(stage.subjects()).toEqual([]);
  });

  it('is none with parameters in the query, where they would stand in logs', async () => {
    expect((await ask('POST', '/session?password=x', {}, { email: 'a', password: 'b' })).status).toBe(400);
  });
});

describe('39: a session', () => {
  it('is told, and goes on', async () => {
    const { access_token, session_id } = stage.issue();
    const answer = await ask('GET', '/session', cookie(access_token));
    expect(answer).toMatchObject({ status: 200, cookie: expect.stringMatching(GIVEN) });
    expect(answer.cookie).not.toContain(access_token);
    expect(answer.body).toMatchObject({ administrator: ADA, csrf_token: csrfTokenOf(session_id) });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('is asked for with HEAD as with GET', async () => {
    expect((await ask('HEAD', '/session', cookie(stage.issue().access_token))).status).toBe(200);
    expect((await ask('HEAD', '/session')).status).toBe(401);
  });

  it.each<[string, () => Headers]>([
    ['missing_token', () => ({})],
    ['missing_token', () => ({ cookie: 'other=1; postern_session=x' })],
    ['missing_token', () => ({ authorization: `Bearer ${stage.issue().access_token}` })],
    ['invalid_token', () => cookie('garbage')],
    ['invalid_token', () => cookie('x'.repeat(9_000))],
    [
      'invalid_token',
      () => cookie(stage.issue({ sid: undefined, client_id: 'pcl_0000000000000000000000' }).access_token),
    ],
  ])('is none: %s', async (code, headers) => {
    const answer = await ask('GET', '/session', headers());
    expect(answer).toMatchObject({ status: 401, body: isProblem(code) });
    expect(answer.headers['www-authenticate']).toBe('Cookie realm="postern"');
    if (code === 'invalid_token') expect(answer.cookie).toMatch(CLEARED);
    else expect(answer.cookie).toBeUndefined();
  });

  it('is none where there are two cookies, of which one is somebody else’s', async () => {
    const { access_token } = stage.issue();
    const twice = {
      cookie: `${stage.cookieName}=${access_token}; ${stage.cookieName}=${stage.issue().access_token}`,
    };
    for (const url of ['/session', '/v1/whoami'])
      expect(await ask('GET', url, twice)).toMatchObject({ status: 400, body: isProblem('invalid_request') });
    expect((await signIn(twice)).status).toBe(400);
  });

  it('opens the management API, to its administrator', async () => {
    const answer = await ask('GET', '/v1/application-clients', cookie(stage.issue().access_token));
    expect(answer).toMatchObject({ status: 200, cookie: undefined });
  });

  it('opens it no more once it is over, which the browser is told', async () => {
    const { access_token } = stage.issue();
    stage.asked.length = 0;
    await ask('DELETE', '/session', { ...cookie(access_token), ...proof(stage.issue().session_id) });
    const dead = await ask('GET', '/v1/application-clients', cookie('header.dead.signature'));
    expect(dead).toMatchObject({
      status: 401,
      body: isProblem('invalid_token'),
      cookie: expect.stringMatching(CLEARED),
    });
    expect(dead.headers['www-authenticate']).toMatch(/^Bearer .*resource_metadata=/);
  });

  it('is not over because the token service does not answer', async () => {
    stage.down.add('tokens.inspect-bearer');
    const asked = cookie(stage.issue().access_token);
    for (const [method, url] of [
      ['GET', '/session'],
      ['DELETE', '/session'],
      ['GET', '/v1/whoami'],
    ] as const)
      expect(await ask(method, url, asked)).toMatchObject({ status: 503, cookie: undefined });
  });

  it.each([
    [179, undefined],
    [181, GIVEN],
  ])('is renewed when its token is used that is %d s old', async (age, given) => {
    const { access_token } = stage.issue({}, age);
    const { status, cookie: set } = await ask('GET', '/v1/whoami', cookie(access_token));
    expect(status).toBe(200);
    if (given === undefined) expect(set).toBeUndefined();
    else expect(set).toMatch(given);
  });

  it('does what is asked although it cannot be renewed', async () => {
    stage.down.add('tokens.renew-session');
    const { access_token } = stage.issue({}, 900);
    expect(await ask('GET', '/v1/whoami', cookie(access_token))).toMatchObject({
      status: 200,
      cookie: undefined,
    });
  });

  it('is not renewed by a request that is refused', async () => {
    const { access_token } = stage.issue({}, 900);
    const refused = await ask('POST', '/v1/application-clients', cookie(access_token), { name: 'x' });
    expect(refused).toMatchObject({ status: 403, cookie: undefined });
    expect(stage.subjects()).toEqual(['tokens.inspect-bearer']);
  });
});

describe('40: a write with a session', () => {
  const writes: [string, string, unknown][] = [
    ['POST', '/v1/application-clients', { name: 'x' }],
    ['PATCH', '/v1/application-clients/pcl_0000000000000000000000', { name: 'x' }],
    ['DELETE', '/v1/application-clients/pcl_0000000000000000000000', undefined],
    ['PATCH', '/session/profile', { first_name: 'Ada' }],
    ['PUT', '/session/password', { current_password: 'x', new_password: 'a long enough password' }],
    ['DELETE', '/session', undefined],
  ];
  const changes = () => stage.subjects().filter((subject) => !/inspect|renew/.test(subject));

  it.each(writes)('%s %s needs the token of this very session', async (method, url, body) => {
    const { access_token, session_id } = stage.issue();
    const other = stage.issue().session_id;
    const { 'x-csrf-token': right } = proof(session_id);
    const wrong = [
      '',
      right.slice(1),
      `${right}x`,
      right.toUpperCase(),
      session_id,
      csrfTokenOf(other),
      `${right}, ${right}`,
      'é'.repeat(43),
    ];
    for (const presented of [undefined, ...wrong]) {
      const header =
        presented === undefined ? {} : { 'x-csrf-token': Buffer.from(presented).toString('latin1') };
      const asked = { ...cookie(access_token), 'sec-fetch-site': 'same-origin', ...header };
      expect(await ask(method, url, asked, body)).toMatchObject({
        status: 403,
        body: isProblem('cross_site'),
        cookie: undefined,
      });
    }
    expect(changes()).toEqual([]);
    expect(
      (await ask(method, url, { ...cookie(access_token), ...proof(session_id) }, body)).status,
    ).toBeLessThan(300);
    expect(changes()).toHaveLength(1);
  });

  it.each(writes)('%s %s is refused from another page, even with the token', async (method, url, body) => {
    const { access_token, session_id } = stage.issue();
    const known = { ...cookie(access_token), 'x-csrf-token': csrfTokenOf(session_id) };
    for (const from of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ])
      expect(await ask(method, url, { ...known, ...(from as Headers) }, body)).toMatchObject({
        status: 403,
        body: isProblem('cross_site'),
      });
    expect(changes()).toEqual([]);
  });

  it('needs none with a bearer token, beside which the cookie does not count', async () => {
    const { access_token: bearer } = stage.issue({ sid: undefined, client_id: 'pcl_0000000000000000000000' });
    const both = { ...cookie(stage.issue({}, 900).access_token), authorization: `Bearer ${bearer}` };
    const answer = await ask('POST', '/v1/application-clients', both, { name: 'x' });
    expect(answer).toMatchObject({ status: 201, cookie: undefined });
    expect(stage.asked.at(-1)?.[1]).toMatchObject({
      actor: { type: 'client', id: 'pcl_0000000000000000000000' },
    });
    const bad = { ...cookie(stage.issue().access_token), authorization: 'Bearer garbage' };
    expect(await ask('GET', '/v1/whoami', bad)).toMatchObject({ status: 401, cookie: undefined });
  });

  it('is by its administrator', async () => {
    const { access_token, session_id } = stage.issue();
    await ask(
      'POST',
      '/v1/application-clients',
      { ...cookie(access_token), ...proof(session_id) },
      { name: 'x' },
    );
    const actor = { type: 'administrator', id: ADA.administrator_id, address: '127.0.0.1' };
    expect(stage.asked.at(-1)).toEqual(['clients.create', expect.objectContaining({ actor })]);
  });

  it('is not what a GET says that it means', async () => {
    const { access_token } = stage.issue();
    const disguised = {
      ...cookie(access_token),
      'x-http-method-override': 'DELETE',
      'x-method-override': 'DELETE',
    };
    expect((await ask('GET', '/session?_method=DELETE', disguised)).status).toBe(200);
    expect(changes()).toEqual(['clients.get-administrator']);
  });
});

describe('39: a sign-out', () => {
  it('ends the session on the server, and takes the cookie away', async () => {
    const { access_token, session_id } = stage.issue();
    const asked = { ...cookie(access_token), ...proof(session_id) };
    expect(await ask('DELETE', '/session', asked)).toMatchObject({
      status: 204,
      cookie: expect.stringMatching(CLEARED),
    });
    expect(stage.asked.at(-1)).toEqual(['tokens.end-session', { token: access_token, address: '127.0.0.1' }]);
    expect((await ask('GET', '/session', cookie(access_token))).status).toBe(401);
  });

  it.each<[string, () => Headers]>([
    ['without a cookie', () => ({})],
    ['of a session that is over', () => cookie('header.dead.signature')],
    ['of garbage', () => cookie('garbage')],
  ])('is done already %s', async (_, headers) => {
    expect(await ask('DELETE', '/session', headers())).toMatchObject({
      status: 204,
      cookie: expect.stringMatching(CLEARED),
    });
    expect(stage.subjects()).not.toContain('tokens.end-session');
  });

  it('that is not certain is none', async () => {
    const { access_token, session_id } = stage.issue();
    stage.down.add('tokens.end-session');
    const asked = { ...cookie(access_token), ...proof(session_id) };
    expect(await ask('DELETE', '/session', asked)).toMatchObject({ status: 503, cookie: undefined });
  });

  it('by a change of the password takes the cookie away, too', async () => {
    const { access_token, session_id } = stage.issue({}, 900);
    const body = { current_password: PASSWORD, new_password: 'another long password' };
    const asked = { ...cookie(access_token), ...proof(session_id) };
    const answer = await ask('PUT', '/session/password', asked, body);
    expect(answer).toMatchObject({ status: 204, cookie: expect.stringMatching(CLEARED) });
    expect(stage.asked.at(-1)).toEqual([
      'clients.change-password',
      {
        actor: { type: 'administrator', id: ADA.administrator_id, address: '127.0.0.1' },
        administrator_id: ADA.administrator_id,
        change: body,
      },
    ]);
  });
});
