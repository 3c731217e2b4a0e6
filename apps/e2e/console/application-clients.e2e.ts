import { execFile } from 'node:child_process';
import { readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { createAdministrator, type Account } from '../system/accounts.js';
import { openPage, startBrowser, type WatchedPage } from '../system/browser.js';
import { visitConsole } from '../system/console-visitor.js';
import { bodyOf, manyTimes, statusOf } from '../system/many-times.js';
import type { Credentials, Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const LIST = '/console/application-clients';
const NODE_MODULES = join(import.meta.dirname, '../../../node_modules');
const BILLING = 'https://billing.example';
const SHIPPING = 'https://shipping.example';

const resources = new TestResources();
let postern: Postern;
let browser: Browser;
let grace: Account;
/** Of somebody who has signed in by the form: the session of every page here, unless it says otherwise. */
let signedIn: NonNullable<BrowserContextOptions['storageState']>;
let opened: WatchedPage[];
let page: Page;

beforeAll(async () => {
  [postern, browser] = await Promise.all([startPostern(resources), startBrowser(resources)]);
  for (const [audience, name] of [
    [BILLING, 'Billing'],
    [SHIPPING, 'Shipping'],
  ]) {
    const scopes = ['read', 'write'].map((verb) => ({ name: `${name!.toLowerCase()}:${verb}` }));
    const answer = await postern.manageAt('/v1/apis', 'POST', { json: { audience, name, scopes } });
    expect(answer.status).toBe(201);
  }
  grace = await createAdministrator(postern);
  const visit = await visitConsole(browser, postern);
  signedIn = await visit.page.context().storageState();
});
beforeEach(async () => {
  opened = [];
  page = await open({ storageState: signedIn });
});
afterEach(async () => {
  const problems = opened.flatMap((one) => one.problems);
  await Promise.all(opened.map((one) => one.page.context().close()));
  expect(problems).toEqual([]);
});
afterAll(() => resources.release());

/** A page in a browser of its own; what goes wrong on it fails the test. */
async function open(options: BrowserContextOptions): Promise<Page> {
  return watched(await openPage(browser, { baseURL: postern.url, ...options }));
}

function watched(visit: WatchedPage): Page {
  visit.page.on('dialog', (dialog) => {
    // Whoever closes a test's page is asked, too.
    if (dialog.type() !== 'beforeunload') visit.problems.push(`dialog: ${dialog.message()}`);
  });
  opened.push(visit);
  return visit.page;
}

const button = (name: string | RegExp, within: Page | Locator = page) =>
  within.getByRole('button', { name, exact: true });
const dialogOf = (name: string) => page.getByRole('dialog', { name, exact: true });
const nameInput = () => page.getByLabel('Name', { exact: true });
const rowOf = (name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
const code = async (what: string) =>
  (await page.getByRole('group', { name: what, exact: true }).locator('code').first().textContent()) ?? '';

interface Fields {
  readonly name: string;
  readonly description?: string;
  /** Each by the name of its API, and the scopes there. */
  readonly access?: Readonly<Record<string, readonly string[]>>;
}

/** Fills in the form for a new client, as somebody who came from the list. */
async function fillIn({ name, description = '', access = {} }: Fields): Promise<void> {
  await page.goto(LIST);
  await page.getByRole('link', { name: 'Add Application Client' }).click();
  await nameInput().fill(name);
  await page.getByLabel('Description').fill(description);
  for (const [api, scopes] of Object.entries(access)) {
    await page.getByPlaceholder('Choose an API').click();
    await page.getByRole('option', { name: new RegExp(`^${api} `) }).click();
    for (const scope of scopes) await page.getByRole('checkbox', { name: scope }).check();
  }
}

/** What the page shows of a new client, once. */
async function credentialsShown(): Promise<Credentials> {
  await page.getByRole('heading', { name: 'Client ID and Client Secret' }).waitFor();
  return { client_id: await code('Client ID'), client_secret: await code('Client Secret') };
}

async function create(fields: Fields): Promise<Credentials> {
  await fillIn(fields);
  await button('Save').click();
  return credentialsShown();
}

/** It is told for a moment only, so it is looked for from before. */
async function copySecret(): Promise<void> {
  await Promise.all([
    page.getByText('Copied', { exact: true }).first().waitFor(),
    button('Copy Client Secret').click(),
  ]);
}

/** Saves the `.env` file into a new folder; resolves to the folder. */
async function download(): Promise<string> {
  const folder = await resources.folder();
  const [file] = await Promise.all([page.waitForEvent('download'), button('Download as .env').click()]);
  await file.saveAs(join(folder, file.suggestedFilename()));
  return folder;
}

/** Runs a line as it stands on the page, with nothing of our own environment but where programs are. */
async function inShell(line: string, folder: string): Promise<string> {
  const env = { PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin` };
  const { stdout } = await promisify(execFile)('sh', ['-c', line], { cwd: folder, env });
  return stdout;
}

const tokenStatuses = (client: Credentials) => manyTimes(() => postern.requestToken(client), statusOf);
const isActive = async (token: string) => {
  const seen = await manyTimes(() => postern.introspect(postern.admin, token), bodyOf);
  return seen.map((body) => (JSON.parse(body) as { active: boolean }).active);
};

describe('somebody who adds an application client', () => {
  it('gets a token with the curl lines of the page, as they stand there', async () => {
    const client = await create({
      name: 'Orders $(touch sync) \'n "more"',
      description: 'Copies orders',
      access: { Billing: ['billing:read'] },
    });
    const folder = await download();
    const lines = [await code('curl command'), await code('curl command that reads the file')];
    for (const line of lines) {
      const answer = JSON.parse(await inShell(line, folder)) as { access_token: string };
      const shown = JSON.parse(await code('Example of an answer')) as object;
      expect(answer).toEqual({ ...shown, access_token: expect.any(String) });
      const whoami = (await postern.whoami(answer.access_token)).json();
      expect(whoami).toMatchObject({ client_id: client.client_id, aud: BILLING, scope: 'billing:read' });
    }
    expect(await readdir(folder)).toEqual(['postern-orders-touch-sync-n-more.env']);
    const stored = (await postern.manage('GET', `/${client.client_id}`)).json();
    expect(stored).toMatchObject({ name: 'Orders $(touch sync) \'n "more"', description: 'Copies orders' });
  });

  it('gets a token for the API chosen there with the Node program, as it stands there', async () => {
    await create({ name: 'Two APIs', access: { Billing: ['billing:read'], Shipping: ['shipping:write'] } });
    await page.getByLabel('For which API').selectOption('Shipping');
    const folder = await download();
    await page.getByRole('tab', { name: 'Node' }).click();
    await writeFile(join(folder, 'get-token.mjs'), await code('Node program'));
    await symlink(NODE_MODULES, join(folder, 'node_modules'));
    const told = await inShell(await code('command that runs the Node program'), folder);
    expect(told).toContain(`aud: '${SHIPPING}'`);
    expect(told).toContain(`scope: 'shipping:write'`);
  });

  it('is asked before leaving without the secret, and sees it still on staying', async () => {
    const { client_secret: secret } = await create({ name: 'Not copied' });
    const crumb = page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link');
    const asked = dialogOf('The secret is not copied yet');
    await crumb.click();
    await button('Stay here', asked).click();
    await asked.waitFor({ state: 'detached' });
    expect(await code('Client Secret')).toBe(secret);
    await page.goBack();
    await button('Stay here', asked).click();
    await asked.waitFor({ state: 'detached' });
    expect(await code('Client Secret')).toBe(secret);
    const [closing] = await Promise.all([
      page.waitForEvent('dialog'),
      page.evaluate('setTimeout(() => location.reload())'),
    ]);
    expect(closing.type()).toBe('beforeunload');
    await closing.dismiss();
    expect(await code('Client Secret')).toBe(secret);
    await crumb.click();
    await button('Leave without it', asked).click();
    await rowOf('Not copied').waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  it('leaves without being asked once the secret is copied, and cannot come back to it', async () => {
    const { client_secret: secret } = await create({ name: 'Taken along' });
    await copySecret();
    await page.getByRole('link', { name: 'Done' }).click();
    await page.getByRole('heading', { name: 'Taken along', level: 1 }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Add Application Client' }).waitFor();
    expect(await page.content()).not.toContain(secret);
    // The page's policy lets nobody read the clipboard but by pasting.
    await page.getByLabel('Description').press('ControlOrMeta+V');
    expect(await page.getByLabel('Description').inputValue()).toBe(secret);
  });

  it('32: gets one client whose secret works, though the first answer got lost', async () => {
    await fillIn({ name: 'Lost answer' });
    const statuses: number[] = [];
    await page.route('**/v1/application-clients', async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      statuses.push((await route.fetch()).status());
      await route.abort('connectionreset');
    });
    await button('Save').click();
    await page.getByText('Whether the client was added is not known.').waitFor();
    expect(statuses).toEqual([201]);
    await page.unroute('**/v1/application-clients');
    const { problems } = opened[0]!;
    expect(problems.splice(0).filter((problem) => !problem.includes('ERR_CONNECTION_RESET'))).toEqual([]);

    await button('Save').click();
    const client = await credentialsShown();
    expect(await tokenStatuses(client)).toEqual([200]);
    const found = (await postern.manage('GET', '?search=Lost%20answer')).json<{ data: Credentials[] }>();
    expect(found.data.map(({ client_id }) => client_id)).toEqual([client.client_id]);
  });

  it('signs in over the page when the session has ended, and loses nothing', async () => {
    await fillIn({ name: 'Kept', description: 'Typed in before', access: { Billing: ['billing:write'] } });
    await page.context().clearCookies();
    await button('Save').click();
    const dialog = dialogOf('Your session has ended');
    expect(await dialog.getByLabel('Email').inputValue()).toBe(postern.admin.email);
    expect(await nameInput().inputValue()).toBe('Kept');
    await dialog.getByLabel('Password', { exact: true }).fill(postern.admin.password);
    await button('Sign in', dialog).click();
    const client = await credentialsShown();
    expect((await postern.manage('GET', `/${client.client_id}`)).json()).toMatchObject({
      name: 'Kept',
      description: 'Typed in before',
      grants: [{ audience: BILLING, scopes: ['billing:write'] }],
    });
  });
});

/** Goes to the page of a client that is there. */
async function visitClient({ client_id }: Pick<Credentials, 'client_id'>, at = page): Promise<void> {
  await at.goto(`${LIST}/${client_id}`);
  await at.getByRole('heading', { name: 'Stop it' }).waitFor();
}

describe('on the page of an application client, an administrator', () => {
  it('rotates the secret: the new one works, and the old one ends as said', async () => {
    const client = await postern.createClient({ name: 'Rotated' });
    await visitClient(client);
    await button('New secret').click();
    const asked = dialogOf('New secret for Rotated');
    await asked.getByRole('radio', { name: 'Stop working at once' }).check();
    await button('Rotate secret', asked).click();
    const shown = dialogOf('The new Client Secret');
    await shown.getByText('What it had before has stopped working.').waitFor();
    const client_secret = await code('Client Secret');
    expect(client_secret).not.toBe(client.client_secret);
    expect(await tokenStatuses({ ...client, client_secret })).toEqual([200]);
    expect(await tokenStatuses(client)).toEqual([401]);
    const answer = await inShell(await code('curl command'), await resources.folder());
    expect(JSON.parse(answer)).toMatchObject({ token_type: 'Bearer' });

    await button('Done', shown).click();
    await button('Back to the secret').click();
    expect(await code('Client Secret')).toBe(client_secret);
    await copySecret();
    await button('Done', shown).click();
    await shown.waitFor({ state: 'detached' });
    await page.getByText(`Secret that ends in ${client_secret.slice(-4)}`).waitFor();
    expect(await page.getByText(/^Secret that ends in/).count()).toBe(1);
    expect(await page.content()).not.toContain(client_secret);
  });

  it('disables it, so that it gets no token, and enables it again', async () => {
    const client = await postern.createClient({ name: 'Paused' });
    const token = await postern.accessToken(client);
    await visitClient(client);
    await button('Disable').click();
    await button('Disable', dialogOf('Disable Paused?')).click();
    await page
      .getByText('Paused is disabled. It gets no tokens, and those that it had have ended.')
      .waitFor();
    expect(await tokenStatuses(client)).toEqual([401]);
    expect(await isActive(token)).toEqual([false]);
    await button('Enable').click();
    await page.getByText('Paused is enabled. It can get tokens again; those of before have ended.').waitFor();
    expect(await tokenStatuses(client)).toEqual([200]);
    expect(await isActive(token)).toEqual([false]);
  });

  it('revokes all of its tokens, and it gets new ones', async () => {
    const client = await postern.createClient({ name: 'Leaked' });
    const token = await postern.accessToken(client);
    expect(await isActive(token)).toEqual([true]);
    await visitClient(client);
    await button('Revoke all tokens').click();
    await button('Revoke all tokens', dialogOf('Revoke all tokens of Leaked?')).click();
    await page.getByText('All tokens of Leaked are revoked. It can get new ones.').waitFor();
    expect(await isActive(token)).toEqual([false]);
    expect(await isActive(await postern.accessToken(client))).toEqual([true]);
  });

  it('deletes it by its name alone, and it is refused everywhere', async () => {
    const client = await postern.createClient({ name: 'Done with' });
    const token = await postern.accessToken(client);
    await page.goto(`${LIST}?search=Done`);
    await page.getByRole('link', { name: 'Done with', exact: true }).click();
    await button('Delete').click();
    const asked = dialogOf('Delete Done with?');
    await asked.getByText('Its one live secret is refused at once, everywhere.').waitFor();
    const confirm = button('Delete application client', asked);
    for (const typed of ['', 'done with', 'Done wit']) {
      await asked.getByLabel('Type Done with to confirm').fill(typed);
      expect(await confirm.isDisabled()).toBe(true);
    }
    await asked.getByLabel('Type Done with to confirm').press('Enter');
    expect(await tokenStatuses(client)).toEqual([200]);
    await asked.getByLabel('Type Done with to confirm').fill('Done with');
    await confirm.click();
    await page
      .getByText(
        'Done with is deleted. It is refused everywhere: it gets no token any more, and those that it had have ended.',
      )
      .waitFor();
    expect(await tokenStatuses(client)).toEqual([401]);
    expect(await isActive(token)).toEqual([false]);
    await page.getByLabel('Search by name or client ID').fill('Done with');
    await page.getByText('Nothing matches').waitFor();
  });

  it('is told what somebody else changed meanwhile, loses nothing, and saves over it', async () => {
    const client = await postern.createClient({ name: 'Shared', description: 'As it was' });
    const theirs = watched(await visitConsole(browser, postern, grace));
    await Promise.all([visitClient(client), visitClient(client, theirs)]);
    await page.getByLabel('Description').fill('Mine');

    await theirs.getByLabel('Name', { exact: true }).fill('Renamed by Grace');
    await theirs.getByLabel('Description').fill('Of Grace');
    await button('Save', theirs).click();
    await theirs.getByText('Saved.').waitFor();

    await button('Save').click();
    const told = page.getByRole('alert').filter({ hasText: 'Somebody else changed it while you did' });
    await told.waitFor();
    expect(await told.locator('del').allTextContents()).toEqual(['Before: Shared', 'Before: As it was']);
    expect(await told.locator('ins').allTextContents()).toEqual([
      'After: Renamed by Grace',
      'After: Of Grace',
    ]);
    expect(await nameInput().inputValue()).toBe('Renamed by Grace');
    expect(await page.getByLabel('Description').inputValue()).toBe('Mine');
    const now = async () => (await postern.manage('GET', `/${client.client_id}`)).json();
    expect(await now()).toMatchObject({ name: 'Renamed by Grace', description: 'Of Grace' });

    await button('Save').click();
    await page.getByText('Saved.').waitFor();
    expect(await now()).toMatchObject({ name: 'Renamed by Grace', description: 'Mine' });
  });
});

describe('a name', () => {
  const NAME = `<script>alert("name")</script>`;
  const IMAGE = `<img src=x onerror=alert(1)>`;

  it('42: that is a script is text on every page and in every dialog', async () => {
    /** That what is shown now has the name as text, and nothing made of it. */
    const expectText = async (within: Locator) => {
      await within.getByText(NAME).first().waitFor();
      expect(await page.locator('script:not([src]), img[src="x"]').count()).toBe(0);
    };
    const { client_id } = await create({ name: NAME, description: IMAGE });
    await expectText(page.getByRole('main'));
    await copySecret();
    await page.getByRole('link', { name: 'Done' }).click();
    await expectText(page.getByRole('heading', { level: 1 }));
    expect(await nameInput().inputValue()).toBe(NAME);
    expect(await page.title()).toBe(`${NAME} · Postern`);
    for (const [opener, title] of [
      ['New secret', `New secret for ${NAME}`],
      ['Revoke all tokens', `Revoke all tokens of ${NAME}?`],
      ['Disable', `Disable ${NAME}?`],
      ['Delete', `Delete ${NAME}?`],
    ] as const) {
      await button(opener).click();
      await expectText(dialogOf(title));
      await button('Cancel', dialogOf(title)).click();
      await dialogOf(title).waitFor({ state: 'detached' });
    }
    await button('Disable').click();
    await button('Disable', dialogOf(`Disable ${NAME}?`)).click();
    await expectText(page.getByRole('status').filter({ hasText: 'is disabled' }));
    await page.getByRole('link', { name: 'All audit events of this client' }).click();
    await expectText(page.getByRole('main'));
    await page.goto(`${LIST}?search=${client_id}`);
    await expectText(rowOf(NAME));
    await button(`Delete ${NAME}`).click();
    await dialogOf(`Delete ${NAME}?`).getByRole('textbox').fill(NAME);
    await button('Delete application client').click();
    await expectText(page.getByRole('status').filter({ hasText: 'is deleted' }));
  });
});

describe('a viewer', () => {
  it('sees everything of the clients, and nothing that would change them', async () => {
    const client = await postern.createClient({ name: 'Looked at', description: 'For all to see' });
    page = watched(await visitConsole(browser, postern, await createAdministrator(postern, 'viewer')));
    const buttons = async () => {
      const all = await page.getByRole('main').getByRole('button').all();
      const names = await Promise.all(
        all.map(async (one) => (await one.getAttribute('aria-label')) ?? (await one.textContent())),
      );
      return names.filter((name) => name?.startsWith('Copy client ID of ') !== true);
    };
    await rowOf('Looked at').waitFor();
    expect(await buttons()).toEqual(['Name', 'Created', 'Last used']);
    expect(await page.getByRole('link', { name: /^(Add|Edit)/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'View Looked at' }).click();
    await page.getByText('For all to see').waitFor();
    await page.getByText(`Secret that ends in ${client.client_secret.slice(-4)}`).waitFor();
    // Of what happened lately.
    await button('Details').waitFor();
    expect(await buttons()).toEqual(['Copy client ID', 'Copy token URL', 'Details']);
    expect(await page.getByRole('main').getByRole('textbox').count()).toBe(0);
    await page.goto(`${LIST}/new`);
    await page.getByText('Not for your role').waitFor();
    expect(await buttons()).toEqual([]);
  });
});

describe('the list of application clients', () => {
  const MANY = Array.from({ length: 55 }, (_, index) => `Pump ${String(index + 1).padStart(2, '0')}`);
  let lastId: string;

  beforeAll(async () => {
    for (const name of MANY) ({ client_id: lastId } = await postern.createClient({ name }));
    await postern.manage('PATCH', `/${lastId}`, { json: { status: 'disabled' } });
  });

  /** That the list comes to show these, in this order. */
  async function expectRows(names: readonly string[], on = page): Promise<void> {
    const links = on.getByRole('rowheader').getByRole('link');
    let seen: string[] = [];
    await eventually('the list is another', async () => {
      seen = await links.allTextContents();
      return seen.join() === names.join();
    }).catch(() => undefined);
    expect(seen).toEqual(names);
  }
  const address = () => Object.fromEntries(new URL(page.url()).searchParams);
  const search = () => page.getByLabel('Search by name or client ID');
  const expectTyped = (text: string) =>
    eventually(`the search is "${text}"`, async () => (await search().inputValue()) === text, 5_000);
  const sortBy = (name: string) => page.getByRole('columnheader', { name }).getByRole('button').click();
  const newestFirst = MANY.toReversed();

  it('searches as one types, by name and by client ID, and says so in its address', async () => {
    await page.goto(LIST);
    await search().pressSequentially('pump 5');
    await expectRows(newestFirst.slice(0, 6));
    expect(address()).toEqual({ search: 'pump 5' });
    await search().fill(lastId.slice(0, 12));
    await expectRows(['Pump 55']);
    await search().fill('100% no_such <client>');
    await page.getByText('Nothing matches').waitFor();
    await button('Show all').click();
    await page.waitForURL((url) => url.search === '');
    await expectTyped('');
    await page.goBack();
    await page.getByText('Nothing matches').waitFor();
    await expectTyped('100% no_such <client>');
  });

  it('sorts, filters and pages; the back button and a copied link bring each state back', async () => {
    await page.goto(`${LIST}?search=pump`);
    await expectRows(newestFirst.slice(0, 50));
    await sortBy('Name');
    await expectRows(MANY.slice(0, 50));
    expect(await page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    await page.getByRole('link', { name: 'Next' }).click();
    await expectRows(MANY.slice(50));
    expect(address()).toEqual({ search: 'pump', sort: 'name', cursor: expect.any(String) });

    const copied = await open({ storageState: signedIn });
    await copied.goto(page.url());
    await expectRows(MANY.slice(50), copied);

    await page.getByLabel('Status', { exact: true }).selectOption('Disabled');
    await expectRows(['Pump 55']);
    expect(address()).toEqual({ search: 'pump', sort: 'name', status: 'disabled' });
    await page.goBack();
    await expectRows(MANY.slice(50));
    expect(await page.getByLabel('Status', { exact: true }).inputValue()).toBe('');
    await page.getByRole('link', { name: 'Previous' }).click();
    await expectRows(MANY.slice(0, 50));
    await sortBy('Name');
    await expectRows(newestFirst.slice(0, 50));
    expect(address()).toEqual({ search: 'pump', sort: '-name' });
    await page.reload();
    await expectRows(newestFirst.slice(0, 50));
    await expectTyped('pump');
  });
});
