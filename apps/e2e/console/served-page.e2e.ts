import { readFile } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, startTestNginx, TestResources, type TestServer } from '@postern/testing';
import type { Browser, Page } from 'playwright-core';
import { createAdministrator, newPassword, type Account } from '../system/accounts.js';
import { ask } from '../system/ask.js';
import { openPage, startBrowser } from '../system/browser.js';
import { ConsoleSession, cookieOf, SAME_ORIGIN, signIn } from '../system/console-session.js';
import { fillSignIn, visitConsole } from '../system/console-visitor.js';
import { pageOfOthers } from '../system/page-of-others.js';
import { bearer, type ApplicationClient, type Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

/** As behind TLS. Browsers take loopback for as safe, so they keep its cookies here too. */
const ISSUER = 'https://console.example';
const CLIENTS = '/v1/application-clients';
const NAME = '__Host-postern_session';
const FORMS = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];

const resources = new TestResources();
let postern: Postern;
let browser: Browser;
let ada: Account;

beforeAll(async () => {
  [postern, browser] = await Promise.all([
    startPostern(resources, {}, { issuer: ISSUER }),
    startBrowser(resources),
  ]);
  ada = await createAdministrator(postern);
});
afterAll(() => resources.release());

/** What the page loads at once. */
async function partsOf(path: string): Promise<string[]> {
  const { body } = await postern.ask(path);
  return [...body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, part]) => part!);
}

describe('41: the page', () => {
  it.each(['/', '/console', '/console/application-clients', '/console/administrators?x=1'])(
    'at %s runs nothing of others, is framed by nobody, and is asked for by https alone',
    async (path) => {
      const { status, headers, body } = await postern.ask(path);
      expect([status, headers]).toMatchObject([
        200,
        {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin',
          'strict-transport-security': 'max-age=31536000',
        },
      ]);
      const policy = headers['content-security-policy']!.split('; ');
      expect(policy).toEqual(
        expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
      );
      expect(policy.join()).not.toMatch(/unsafe|\*|https?:/);
      expect(body).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|__CSP_NONCE__|https?:/);
    },
  );

  it('has the headers of the gateway on whatever else it answers', async () => {
    for (const path of ['/session', '/v1/whoami', '/assets/none.js', '/none', '/health/live'])
      expect([path, (await postern.ask(path)).headers]).toMatchObject([
        path,
        { 'x-content-type-options': 'nosniff', 'strict-transport-security': 'max-age=31536000' },
      ]);
  });

  it('loads files that never change, compressed beforehand', async () => {
    const parts = await partsOf('/');
    expect(parts.length).toBeGreaterThan(2);
    const headers = { 'accept-encoding': 'gzip, deflate, br, zstd' };
    for (const part of parts) {
      const answer = await postern.ask(part, { headers });
      expect([part, answer.status, answer.headers]).toMatchObject([
        part,
        200,
        { 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' },
      ]);
      const plain = await postern.ask(part);
      // A smaller one takes one packet in any case.
      if (/\.(js|css)$/.test(part) && plain.body.length > 1_000)
        expect([part, answer.headers['content-encoding']]).toEqual([part, 'br']);
      const head = await postern.ask(part, { method: 'HEAD', headers });
      expect([head.status, head.body, head.headers['content-length']]).toEqual([
        200,
        '',
        answer.headers['content-length'],
      ]);
    }
  });

  it('lets an administrator in, and the browser finds nothing that its policy forbids', async () => {
    const { page, problems } = await visitConsole(browser, postern, ada);
    await page.reload();
    await page.getByRole('heading', { name: 'Application Clients' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('is shown in no frame', async () => {
    const { page } = await openPage(browser);
    await page.goto(await pageOfOthers(resources, `<iframe src="${postern.url}/console"></iframe>`));
    await page.waitForLoadState('load');
    await eventually('it is refused', () => {
      expect(page.frames().map((frame) => frame.url())).toEqual([
        page.url(),
        'chrome-error://chromewebdata/',
      ]);
      return true;
    });
  });
});

describe('42: the access token', () => {
  it('is in a cookie of this host alone, and nowhere where script could read it', async () => {
    const { page, problems } = await openPage(browser);
    const bodies: Promise<string>[] = [];
    page.on('response', (response) => bodies.push(response.text().catch(() => '')));
    await page.goto(postern.url);
    await fillSignIn(page, ada);
    await page.getByRole('heading', { name: 'Application Clients' }).waitFor();
    const [cookie, ...others] = await page.context().cookies();
    expect([cookie, others]).toMatchObject([
      { name: NAME, httpOnly: true, secure: true, sameSite: 'Strict', path: '/', domain: '127.0.0.1' },
      [],
    ]);
    const seen = await page.evaluate<string>(
      'JSON.stringify([document.cookie, document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, history.state, location.href])',
    );
    const texts = [seen, ...(await Promise.all(bodies))];
    expect(texts.filter((text) => text.includes(cookie!.value))).toEqual([]);
    expect(problems).toEqual([]);
  });
});

describe('42: a client whose name is a script', () => {
  it('is shown by its name, which does nothing', async () => {
    const name = '<script>window.ran = 1</script><img src=x onerror="window.ran = 1">';
    const { client_id } = await postern.createClient({ name });
    const { page, problems } = await visitConsole(browser, postern, ada);
    for (const path of ['application-clients', `application-clients/${client_id}`, 'audit-events']) {
      await page.goto(`/console/${path}`);
      await page.getByText(name).first().waitFor();
      expect([path, await page.evaluate('window.ran')]).toEqual([path, undefined]);
    }
    const answer = await postern.manage('GET', `/${client_id}`);
    expect([answer.headers['content-type'], answer.headers['x-content-type-options']]).toEqual([
      'application/json; charset=utf-8',
      'nosniff',
    ]);
    expect(problems).toEqual([]);
  });
});

/** What an administrator with a session would have changed. */
async function expectUnchanged(before: string): Promise<void> {
  expect(await state()).toBe(before);
}
async function state(): Promise<string> {
  const [clients, administrators] = await Promise.all([
    postern.manage('GET', '?limit=100'),
    postern.manageAt('/v1/administrators?limit=100'),
  ]);
  const people = administrators.json<{ data: { version: number; email: string }[] }>().data;
  return JSON.stringify([
    clients
      .json<{ data: { name: string; version: number }[] }>()
      .data.map(({ name, version }) => [name, version]),
    people.map(({ version, email }) => [version, email]),
  ]);
}

describe('nginx, set up as docs/console.md shows', () => {
  let nginx: TestServer;

  beforeAll(async () => {
    const page = await readFile(new URL('../../../docs/console.md', import.meta.url), 'utf8');
    const snippet = /```nginx\n([\s\S]+?)```/.exec(page)![1]!;
    nginx = await startTestNginx(resources, (port) =>
      snippet
        .replaceAll('listen 80;', `listen 127.0.0.1:${port};`)
        .replaceAll('http://postern:3000', postern.url)
        .replaceAll('postern.example', 'issuer.example'),
    );
    // Installing it may take a while.
  }, 180_000);

  const get = (host: string, path: string, headers = {}) =>
    ask(nginx.url, path, { headers: { host, ...headers } });

  it('40: has the console at a host of its own, where it may write', async () => {
    const origin = 'https://console.example';
    const headers = { host: 'console.example', 'content-type': 'application/json' };
    const asked = { method: 'POST', body: JSON.stringify({ email: ada.email, password: ada.password }) };
    const foreign = { ...headers, origin: 'https://issuer.example' };
    expect((await ask(nginx.url, '/session', { ...asked, headers: foreign })).status).toBe(403);
    const begun = await ask(nginx.url, '/session', { ...asked, headers: { ...headers, origin } });
    expect(begun.status).toBe(201);
    const session = { cookie: cookieOf(begun)!, 'x-csrf-token': String(begun.json()['csrf_token']) };
    const body = JSON.stringify({ name: 'By way of nginx' });
    const write = { method: 'POST', headers: { ...headers, ...session, origin }, body };
    expect((await ask(nginx.url, CLIENTS, write)).status).toBe(201);
    for (const path of ['/', '/console', '/session', '/v1/whoami'])
      expect([path, (await get('console.example', path, session)).status]).toEqual([path, 200]);
    expect((await get('issuer.example', '/v1/whoami', session)).status).toBe(401);
  });

  it('has at the issuer what programs need, and nothing of the console', async () => {
    for (const path of ['/', '/console', '/session', '/metrics', '/assets/index.js', '/docs'])
      expect([path, (await get('issuer.example', path)).status]).toEqual([path, 404]);
    const token = await postern.accessToken(postern.admin);
    expect((await get('issuer.example', '/v1/whoami', bearer(token))).status).toBe(200);
    for (const path of ['/.well-known/oauth-authorization-server', '/.well-known/jwks.json'])
      expect([path, (await get('issuer.example', path)).status]).toEqual([path, 200]);
    expect((await get('issuer.example', '/oauth2/token')).status).toBe(405);
  });
});

describe('40: a page of somebody else', () => {
  const bodyOf = () => JSON.stringify({ name: 'Forged', email: ada.email, password: ada.password });

  /** Every request that `fetch` makes without asking first, and those that it asks about. */
  async function fetchFrom(attacker: Page, url: string): Promise<void> {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json'])
        for (const mode of ['no-cors', 'cors'])
          await attacker.evaluate(
            async ([url, method, type, mode, body]) => {
              const init = { method, mode, body, headers: { 'content-type': type }, credentials: 'include' };
              await fetch(url!, init as RequestInit).catch(() => undefined);
            },
            [url, method, type, mode, bodyOf()],
          );
  }

  async function submitForms(attacker: Page, url: string): Promise<void> {
    for (const type of FORMS) {
      await attacker.setContent(
        `<form action="${url}" method="post" enctype="${type}" target="_blank"><input name='{"name":"Forged","x":"' value='"}'></form>`,
      );
      const opened = attacker.context().waitForEvent('page');
      await attacker.evaluate('document.forms[0].submit()');
      await (await opened).waitForLoadState();
      await (await opened).close();
    }
  }

  it('changes nothing with a browser that is signed in', async () => {
    const { page } = await visitConsole(browser, postern, ada);
    const before = await state();
    const attacker = await page.context().newPage();
    await attacker.goto(await pageOfOthers(resources, '<title>A nice page</title>'));
    const sent: Promise<Record<string, string>>[] = [];
    const answered: number[] = [];
    page.context().on('request', (request) => sent.push(request.allHeaders()));
    page.context().on('response', (response) => answered.push(response.status()));
    const targets = [CLIENTS, '/session', '/session/password'];
    for (const target of targets) {
      await fetchFrom(attacker, postern.url + target);
      await submitForms(attacker, postern.url + target);
    }
    // The cookie comes with them. So what protects us here is that we look at where they are from.
    const withCookie = (await Promise.all(sent)).filter(({ cookie }) => cookie?.startsWith(NAME));
    expect(withCookie.map((headers) => headers['sec-fetch-site'])).toEqual(
      Array(targets.length * FORMS.length).fill('same-site'),
    );
    expect(answered.length).toBeGreaterThan(withCookie.length);
    expect(answered.filter((status) => status < 400)).toEqual([]);
    await expectUnchanged(before);
    await page.reload();
    await page.getByRole('heading', { name: 'Application Clients' }).waitFor();
  });
});

describe('40: a write with the cookie', () => {
  let session: ConsoleSession;
  let client: ApplicationClient;
  beforeEach(async () => {
    session = await ConsoleSession.begin(postern, ada);
    client = await postern.createClient();
  });

  const writes = (): [method: string, path: string, json?: unknown][] => [
    ['POST', CLIENTS, { name: 'Forged' }],
    ['PATCH', `${CLIENTS}/${client.client_id}`, { name: 'Forged' }],
    ['DELETE', `${CLIENTS}/${client.client_id}`],
    ['POST', `${CLIENTS}/${client.client_id}/secrets`],
    ['POST', `${CLIENTS}/${client.client_id}/revoke-tokens`],
    ['POST', '/v1/signing-keys/rotate', {}],
    [
      'POST',
      '/v1/administrators',
      { email: 'm@example.org', first_name: 'Mal', last_name: 'Lory', role: 'administrator' },
    ],
    ['POST', `/v1/administrators/${ada.administrator_id}/reset-password`, {}],
    ['DELETE', `/v1/administrators/${ada.administrator_id}`],
    ['PATCH', '/session/profile', { first_name: 'Mallory' }],
    ['PUT', '/session/password', { current_password: ada.password, new_password: newPassword() }],
    ['DELETE', '/session'],
  ];

  /** Each of the writes is refused with these headers, and changes nothing. */
  async function expectRefused(headers: OutgoingHttpHeaders): Promise<void> {
    const before = await state();
    for (const [method, path, json] of writes()) {
      const answer = await session.askWith(headers, method, path, json);
      expect([method, path, headers, answer.status, answer.body]).toEqual([
        method,
        path,
        headers,
        403,
        expect.stringContaining('urn:postern:problem:cross-site'),
      ]);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    await expectUnchanged(before);
    expect((await session.ask('GET', '/session')).status).toBe(200);
  }

  it('goes through with the token of the session, from the console itself or from what is no browser', async () => {
    for (const headers of [{}, SAME_ORIGIN, { origin: ISSUER }, { origin: ISSUER, ...SAME_ORIGIN }]) {
      const proof = { 'x-csrf-token': session.csrfToken, ...headers };
      expect((await session.askWith(proof, 'POST', CLIENTS, { name: 'Own' })).status).toBe(201);
    }
  });

  it('is refused without it, or with that of another session', async () => {
    const other = await ConsoleSession.begin(postern, ada);
    for (const token of [undefined, '', 'x', other.csrfToken, session.token])
      await expectRefused({ ...SAME_ORIGIN, ...(token !== undefined && { 'x-csrf-token': token }) });
  });

  it('is refused from elsewhere, even with it', async () => {
    for (const from of [
      ...['cross-site', 'same-site', 'none', 'nonsense'].map((site) => ({ 'sec-fetch-site': site })),
      ...[
        'null',
        'https://evil.example',
        'http://console.example',
        `${ISSUER}.evil.example`,
        `${ISSUER}:8443`,
      ].map((origin) => ({ origin })),
      { 'sec-fetch-site': 'cross-site', origin: ISSUER },
    ])
      await expectRefused({ 'x-csrf-token': session.csrfToken, ...from });
  });

  it('is refused as a form, whatever it says that it is', async () => {
    const before = await state();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      undefined,
    ]) {
      const headers = { cookie: session.cookie, ...(type !== undefined && { 'content-type': type }) };
      const [forged, real] = await Promise.all(
        [{}, { 'x-csrf-token': session.csrfToken }].map((proof) =>
          postern.ask(CLIENTS, {
            method: 'POST',
            headers: { ...headers, ...proof },
            body: '{"name":"Forged"}',
          }),
        ),
      );
      expect([type, forged?.status, real?.status]).toEqual([type, 403, 415]);
    }
    await expectUnchanged(before);
  });

  it('is no other method than it is', async () => {
    const before = await state();
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override'])
      for (const [method, path] of writes()) {
        const read = await session.askWith({ [name]: method }, 'GET', path);
        expect([path, [200, 404, 405]]).toEqual([path, expect.arrayContaining([read.status])]);
        const written = await session.askWith({ [name]: 'GET' }, method, path);
        expect([method, path, written.status]).toEqual([method, path, 403]);
      }
    await expectUnchanged(before);
  });

  it('is not announced to pages of others: no answer allows another origin', async () => {
    for (const [method, path] of writes()) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': method };
      const answer = await session.askWith(headers, 'OPTIONS', path);
      expect([path, answer.status]).toEqual([path, 405]);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('needs the proof to sign in as well, but for the token, which nobody has yet', async () => {
    for (const from of [
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'null' },
    ]) {
      const answer = await signIn(postern, ada, from);
      expect([answer.status, cookieOf(answer)]).toEqual([403, undefined]);
    }
    const forms = ['text/plain', 'application/x-www-form-urlencoded'].map((type) => ({
      'content-type': type,
    }));
    for (const headers of forms) expect((await signIn(postern, ada, headers)).status).toBe(415);
    expect(cookieOf(await signIn(postern, ada, { origin: ISSUER }))).toMatch(/^__Host-postern_session=\S/);
  });
});
