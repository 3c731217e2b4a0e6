import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import type { Page } from 'playwright-core';
import { createAdministrator, newPassword, type Account } from '../system/accounts.js';
import { startBrowser } from '../system/browser.js';
import { fillSignIn, Visitors } from '../system/console-visitor.js';
import type { Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';

const resources = new TestResources();
let postern: Postern;
let visitors: Visitors;
let ada: Account;

beforeAll(async () => {
  const [started, browser] = await Promise.all([sharedPostern(resources), startBrowser(resources)]);
  postern = started;
  visitors = new Visitors(browser, postern);
});
afterAll(() => resources.release());
beforeEach(async () => {
  ada = await createAdministrator(postern);
});
afterEach(async () => {
  expect(await visitors.leave()).toEqual([]);
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const applicationClients = (page: Page) =>
  page.getByRole('heading', { level: 1, name: 'Application Clients' });

/** Her own profile, where she went by the menu. */
async function openProfile() {
  const visit = await visitors.enter(ada);
  await visit.page.getByRole('button', { name: 'Account: Ada Lovelace' }).click();
  await visit.page.getByRole('link', { name: 'Profile' }).click();
  await visit.page.getByRole('heading', { level: 1, name: 'Profile' }).waitFor();
  return visit;
}

describe('the profile', () => {
  it('says beside each field what is wrong with it', async () => {
    const { page } = await openProfile();
    const [first, last] = [page.getByLabel('First name'), page.getByLabel('Last name')];
    const describes = async (field: typeof first, text: string) => {
      await page.getByText(text, { exact: true }).waitFor();
      const about = (await field.getAttribute('aria-describedby')) ?? '';
      const told = about.split(/\s+/).map((id) => page.locator(`[id="${id}"]`).innerText());
      expect([await field.getAttribute('aria-invalid'), (await Promise.all(told)).join()]).toEqual([
        'true',
        expect.stringContaining(text),
      ]);
    };
    await first.fill('Ada2');
    await last.fill('');
    await button(page, 'Save').click();
    const other = 'holds something else than letters, with a space, a hyphen or an apostrophe between them.';
    await describes(first, `First name ${other}`);
    await describes(last, 'Last name is empty.');
    await first.fill('A');
    await last.fill('Lovelace!');
    await button(page, 'Save').click();
    await describes(first, 'First name is shorter than 2 characters.');
    await describes(last, `Last name ${other}`);
    await first.fill('Ada');
    await last.fill('L');
    await page.getByLabel('Email').fill(postern.admin.email);
    const current = page.getByLabel('Current password').first();
    await current.fill('wrong');
    await button(page, 'Save').click();
    await describes(current, 'Current password is not your password.');
    await current.fill(ada.password);
    await button(page, 'Save').click();
    await describes(page.getByLabel('Email'), 'Email is that of another administrator.');
  });

  it('says that it is saved, with letters of any script, and the page has the new name', async () => {
    const { page } = await openProfile();
    for (const [first, last] of [
      ['Žofie-Anne', 'O’Súilleabháin'],
      ['明子', '李'],
      ['محمد', 'الخوارزمي'],
    ] as const) {
      await page.getByLabel('First name').fill(first);
      await page.getByLabel('Last name').fill(last);
      await button(page, 'Save').click();
      await page.getByText('Saved.', { exact: true }).waitFor();
      await button(page, `Account: ${first} ${last}`).waitFor();
    }
  });
});

describe('another password', () => {
  it('ends every session, and says so beforehand; the old one is refused', async () => {
    const { page } = await openProfile();
    const { page: elsewhere } = await visitors.enter(ada);
    await page.getByText('ends every session of yours at once, on every device, this one too').waitFor();
    const [current, next] = [page.getByLabel('Current password'), page.getByLabel('New password')];
    await current.fill('wrong');
    await next.fill('password1234');
    await button(page, 'Change password').click();
    await page.getByText(/^New password is /).waitFor();
    const password = newPassword();
    await next.fill(password);
    await button(page, 'Change password').click();
    await page.getByText('Current password is not your password.').waitFor();
    await current.fill(ada.password);
    await button(page, 'Change password').click();
    await page.getByText('Your password is changed, and every session has ended.').waitFor();

    await elsewhere.getByRole('link', { name: 'APIs', exact: true }).click();
    await elsewhere.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await fillSignIn(page, ada);
    await page.getByText('Wrong email or password').waitFor();
    await fillSignIn(page, { ...ada, password });
    await applicationClients(page).waitFor();
  });
});

describe('signing in', () => {
  it('43: reads alike for a wrong password and for an email that nobody has', async () => {
    const { page } = await visitors.arrive();
    await page.goto('/');
    const told = async (email: string) => {
      await fillSignIn(page, { email, password: newPassword() });
      const text = await page.getByRole('alert').innerText();
      await page.reload();
      return text;
    };
    expect(await told(ada.email)).toContain('Wrong email or password');
    expect(await told('nobody@example.org')).toBe(await told(ada.email));
  });

  it('leads to where one wanted to go, and signing out shows nobody what was there', async () => {
    const { page } = await visitors.arrive();
    await page.goto('/console/audit-events?action=administrator.signed_in');
    await fillSignIn(page, ada);
    await page.getByRole('heading', { level: 1, name: 'Audit Events' }).waitFor();
    expect(await page.getByLabel('What was done').inputValue()).toBe('administrator.signed_in');
    await page.getByRole('link', { name: 'Administrators' }).click();
    await page.getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: 'Account: Ada Lovelace' }).click();
    await button(page, 'Sign out').click();
    await page.getByText('You have signed out.').waitFor();
    await page.goBack();
    await button(page, 'Sign in').waitFor();
    expect(await page.getByRole('link', { name: 'Administrators' }).count()).toBe(0);
  });

  it('over a form loses nothing of it, and what was to be saved is', async () => {
    const { page } = await openProfile();
    await page.getByLabel('Last name').fill('King');
    await page.context().clearCookies();
    await button(page, 'Save').click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.getByText('Nothing that you typed is lost.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByLabel('Last name').inputValue()).toBe('King');
    await button(page, 'Save').click();
    await dialog.getByLabel('Password', { exact: true }).fill(ada.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await button(page, 'Account: Ada King').waitFor();
  });
});

describe('without a network', () => {
  it('the page says what to do, and goes on once there is one', async () => {
    const { page, problems } = await openProfile();
    const context = page.context();
    await context.setOffline(true);
    await page.getByLabel('Last name').fill('King');
    await button(page, 'Save').click();
    await page.getByText('Check your network, then try again.').waitFor();
    await context.setOffline(false);
    await button(page, 'Save').click();
    await page.getByText('Saved.', { exact: true }).waitFor();

    await page.getByRole('link', { name: 'Application Clients' }).click();
    await applicationClients(page).waitFor();
    await context.setOffline(true);
    // A page that was never loaded, and a list that was.
    await page.getByRole('link', { name: 'Signing Keys' }).click();
    await page.getByText('Check your network, then load it again.').waitFor();
    await context.setOffline(false);
    await button(page, 'Load again').click();
    await page.getByRole('heading', { level: 1, name: 'Signing Keys' }).waitFor();
    await page.getByRole('table').and(page.locator('[aria-busy="false"]')).waitFor();

    // The browser tells of what it could not load.
    const others = problems.splice(0).filter((problem) => !/ERR_INTERNET_DISCONNECTED/.test(problem));
    expect(others).toEqual([]);
  });
});
