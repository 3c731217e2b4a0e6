import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openPage, type WatchedPage } from './browser.js';
import type { SignInCredentials } from './console-session.js';
import type { Postern } from './postern.js';

/** Fills in the sign-in form that the page shows. */
export async function fillSignIn(page: Page, { email, password }: SignInCredentials): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Somebody in a browser of their own, who has signed in and stands at the Application Clients. */
export async function visitConsole(
  browser: Browser,
  postern: Postern,
  credentials: SignInCredentials = postern.admin,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const visit = await openPage(browser, { baseURL: postern.url, ...options });
  await visit.page.goto('/');
  await fillSignIn(visit.page, credentials);
  await visit.page.getByRole('heading', { name: 'Application Clients' }).waitFor();
  return visit;
}
