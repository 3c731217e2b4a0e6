import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import type { Locator, Page } from 'playwright-core';
import { createAdministrator, newPassword, type Account } from '../system/accounts.js';
import { startBrowser } from '../system/browser.js';
import { signIn, type SignInCredentials } from '../system/console-session.js';
import { fillSignIn, Visitors } from '../system/console-visitor.js';
import type { Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const resources = new TestResources();
let postern: Postern;
let visitors: Visitors;

beforeAll(async () => {
  const [started, browser] = await Promise.all([startPostern(resources), startBrowser(resources)]);
  postern = started;
  visitors = new Visitors(browser, postern);
});
afterAll(() => resources.release());
afterEach(async () => {
  expect(await visitors.leave()).toEqual([]);
});

const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });
const pageOf = ({ administrator_id }: Account) => `/console/administrators/${administrator_id}`;
const statusOf = async (credentials: SignInCredentials) => (await signIn(postern, credentials)).status;

/** The temporary password that the page shows, taken from it as people do. */
async function copyPassword(page: Page): Promise<string> {
  const region = page.getByRole('region', { name: 'Temporary password' });
  // It is told for a moment only, so it is looked for from before.
  await Promise.all([region.getByText('Copied').first().waitFor(), button(region, 'Copy password').click()]);
  return region.locator('code').first().innerText();
}

/** What is asked of whoever signs in with a temporary password. */
async function choosePassword(page: Page): Promise<string> {
  await page.getByRole('heading', { name: 'Choose your own password' }).waitFor();
  const password = newPassword();
  await page.getByLabel('New password', { exact: true }).fill(password);
  await button(page, 'Set password and go on').click();
  return password;
}

describe('an administrator', () => {
  it('is added, signs in with the temporary password, has to choose another, and then works', async () => {
    const { page } = await visitors.enter();
    const email = 'grace@example.org';
    await page.getByRole('link', { name: 'Administrators' }).click();
    await page.getByRole('link', { name: 'Add administrator' }).click();
    await page.getByLabel('First name').fill('Grace');
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByLabel('Email').fill(postern.admin.email.toUpperCase());
    await button(page, 'Add administrator').click();
    await page.getByText('Email is that of another administrator.').waitFor();
    await page.getByLabel('Email').fill(email);
    await button(page, 'Add administrator').click();
    await page.getByRole('heading', { name: 'Grace Hopper is added' }).waitFor();
    await page.getByRole('link', { name: 'Done' }).click();
    const leaving = page.getByRole('dialog', { name: 'Leave without the password?' });
    await button(leaving, 'Stay here').click();
    const temporary = { email, password: await copyPassword(page) };
    await page.getByRole('link', { name: 'Done' }).click();
    await page.getByText('Grace Hopper can sign in with the temporary password.').waitFor();
    await page.getByRole('row').filter({ hasText: email }).getByText('Has to choose a password').waitFor();

    const { page: hers } = await visitors.arrive();
    await hers.goto('/console/apis/new');
    await fillSignIn(hers, temporary);
    await hers.getByLabel('New password', { exact: true }).fill('too short');
    await button(hers, 'Set password and go on').click();
    await hers.getByText('New password is shorter than 12 characters.').waitFor();
    // Nothing opens before she has, whatever she asks for.
    await hers.goto('/console/apis/new');
    await hers.getByLabel('Temporary password').fill(temporary.password);
    const password = await choosePassword(hers);
    await hers.getByLabel('Name', { exact: true }).fill('Compiler');
    await hers.getByLabel('Audience').fill('urn:example:compiler');
    await button(hers, 'Add API').click();
    await hers.getByText('Compiler is added.').waitFor();
    expect([await statusOf(temporary), await statusOf({ email, password })]).toEqual([401, 201]);
  });

  it('is asked to sign in where somebody else reset the password, and what they typed is kept', async () => {
    const bob = await createAdministrator(postern);
    const [{ page: his }, { page }] = await Promise.all([visitors.enter(bob), visitors.enter()]);
    await his.goto('/console/apis/new');
    await his.getByLabel('Name', { exact: true }).fill('Kept');
    await his.getByLabel('Audience').fill('urn:example:kept');
    await page.goto(pageOf(bob));
    await button(page, 'Reset password').click();
    const asked = page.getByRole('dialog', { name: 'Reset the password of Ada Lovelace?' });
    await asked.getByText('every session of theirs ends at once').waitFor();
    await button(asked, 'Reset password').click();
    const password = await copyPassword(page);

    await button(his, 'Add API').click();
    const dialog = his.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.getByLabel('Password', { exact: true }).fill(bob.password);
    await button(dialog, 'Sign in').click();
    await dialog.getByText('Wrong email or password').waitFor();
    await dialog.getByLabel('Password', { exact: true }).fill(password);
    await button(dialog, 'Sign in').click();
    await choosePassword(his);
    await his.getByText('Kept is added.').waitFor();
  });

  it('is deleted, is told so, and cannot sign in', async () => {
    const bob = await createAdministrator(postern);
    const [{ page: his }, { page }] = await Promise.all([visitors.enter(bob), visitors.enter()]);
    await page.goto(pageOf(bob));
    await button(page, 'Delete administrator').click();
    const dialog = page.getByRole('dialog', { name: 'Delete Ada Lovelace?' });
    await dialog.getByText('Every session of theirs ends at once.').waitFor();
    expect(await button(dialog, 'Delete administrator').isDisabled()).toBe(true);
    await dialog.getByLabel('Type').fill(bob.email);
    await button(dialog, 'Delete administrator').click();
    await page.getByText('Ada Lovelace is deleted, and cannot sign in any more.').waitFor();
    await his.getByRole('link', { name: 'APIs', exact: true }).click();
    const ended = his.getByRole('dialog', { name: 'Your session has ended' });
    await ended.getByLabel('Password', { exact: true }).fill(bob.password);
    await button(ended, 'Sign in').click();
    await ended.getByText('Wrong email or password').waitFor();
  });
});

/** Whatever writes, by what it is called. */
const WRITES = /^(add|change|delete|remove|reset|revoke|rotate|save|edit|disable|enable)\b/i;

describe('a viewer', () => {
  let vera: Account;
  let pages: Record<string, string>;

  beforeAll(async () => {
    vera = await createAdministrator(postern, 'viewer');
    const client = await postern.createClient({ name: 'Orders sync' });
    const api = { name: 'Billing', audience: 'urn:example:billing', scopes: [{ name: 'invoices:read' }] };
    const created = await postern.manageAt('/v1/apis', 'POST', { json: api });
    const { api_id: apiId } = created.json<{ api_id: string }>();
    pages = {
      'Application Clients': '/console/application-clients',
      'Orders sync': `/console/application-clients/${client.client_id}`,
      'Add Application Client': '/console/application-clients/new',
      APIs: '/console/apis',
      Billing: `/console/apis/${apiId}`,
      'Add API': '/console/apis/new',
      Administrators: '/console/administrators',
      'Ada Lovelace': pageOf(vera),
      'Add administrator': '/console/administrators/new',
      'Signing Keys': '/console/signing-keys',
      'Audit Events': '/console/audit-events',
    };
  });

  it('sees every page, and nothing that writes on any', async () => {
    const { page } = await visitors.enter(vera);
    const writing: string[] = [];
    for (const [heading, address] of Object.entries(pages)) {
      await page.goto(address);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
      const controls = page.getByRole('main').locator('button, a, [role="button"]');
      for (const control of await controls.all()) {
        const name = (await control.getAttribute('aria-label')) ?? (await control.innerText());
        if (WRITES.test(name.trim())) writing.push(`${heading}: ${name}`);
      }
    }
    expect(writing).toEqual([]);
  });

  it('is refused what they write by hand', async () => {
    const { page } = await visitors.enter(vera);
    const status = await page.evaluate(`(async () => {
      const { csrf_token } = await (await fetch('/session')).json();
      const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf_token };
      const body = JSON.stringify({ name: 'By hand', audience: 'urn:example:by-hand' });
      return (await fetch('/v1/apis', { method: 'POST', headers, body })).status;
    })()`);
    expect(status).toBe(403);
    expect((await postern.manageAt('/v1/apis?limit=100')).body).not.toContain('By hand');
  });
});

describe('the last administrator', () => {
  it('cannot become a viewer nor be deleted, and is told why', async () => {
    const all = await postern.manageAt('/v1/administrators?limit=200');
    const { data } = all.json<{ data: (Account & { role: string })[] }>();
    const me = data.find(({ email }) => email === postern.admin.email)!;
    for (const other of data.filter((one) => one !== me && one.role === 'administrator'))
      await postern.manageAt(`/v1/administrators/${other.administrator_id}`, 'DELETE');

    const { page } = await visitors.enter();
    await page.goto(pageOf(me));
    await page.getByLabel('Role').selectOption('viewer');
    await page.getByText('As a viewer you can change nothing any more').waitFor();
    await button(page, 'Save, and become a viewer').click();
    await page.getByText('Role stays administrator, as nobody else has it').waitFor();
    await page.reload();
    expect(await page.getByLabel('Role').inputValue()).toBe('administrator');
    await button(page, 'Delete administrator').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type').fill(me.email);
    await button(dialog, 'Delete administrator').click();
    await dialog.getByText('Give somebody else the role administrator first.').waitFor();
    expect(await statusOf(postern.admin)).toBe(201);
  });
});
