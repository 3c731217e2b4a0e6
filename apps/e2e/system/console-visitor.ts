import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openPage, type WatchedPage } from './browser.js';
import type { SignInCredentials } from './console-session.js';
import type { Postern } from './postern.js';

/** Fills in the sign-in form that the page shows. */
export async function fillSignIn(page: Page, { email, password }: SignInCredentials): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
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

/** All who are in the console during one test, each in a browser of their own. */
export class Visitors {
  private readonly visits: WatchedPage[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly postern: Postern,
  ) {}

  /** Somebody who has signed in. */
  async enter(credentials?: SignInCredentials, options?: BrowserContextOptions): Promise<WatchedPage> {
    const visit = await visitConsole(this.browser, this.postern, credentials, options);
    this.visits.push(visit);
    return visit;
  }

  /** Somebody who has not. */
  async arrive(options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const visit = await openPage(this.browser, { baseURL: this.postern.url, ...options });
    this.visits.push(visit);
    return visit;
  }

  /** Closes every page, and returns what went wrong on them. */
  async leave(): Promise<string[]> {
    const visits = this.visits.splice(0);
    await Promise.all(visits.map(({ page }) => page.context().close()));
    return visits.flatMap(({ problems }) => problems);
  }
}
