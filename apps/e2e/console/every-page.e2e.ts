import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { openPage, startBrowser, type WatchedPage } from '../system/browser.js';
import { visitConsole } from '../system/console-visitor.js';
import type { Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

/** To be looked at by people. */
const SCREENSHOTS = join(import.meta.dirname, '../../../reports/screenshots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCRIPT = '<script>alert(1)</script>';

const resources = new TestResources();
let postern: Postern;
let browser: Browser;
let pages: Record<string, string>;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  [postern, browser] = await Promise.all([startPostern(resources), startBrowser(resources)]);
  pages = await furnish();
});
afterAll(() => resources.release());

const WIDE = { width: 1280, height: 860 };
const NARROW = { width: 360, height: 740 };

/** Enough of everything that each page has something to show; returns where the pages are. */
async function furnish(): Promise<Record<string, string>> {
  const api = {
    audience: 'https://billing.example',
    name: 'Billing',
    description: 'Invoices and payments',
    scopes: [
      { name: 'invoices:read', description: 'Read invoices' },
      { name: 'invoices:write', description: 'Create and change invoices' },
    ],
  };
  const created = await postern.manageAt('/v1/apis', 'POST', { json: api });
  const grants = [{ audience: api.audience, scopes: ['invoices:read', 'invoices:write'] }];
  const names = ['Orders sync', 'Warehouse export', 'Partner: Northwind', 'CI pipeline', SCRIPT];
  const clients = [];
  for (const name of names) {
    const client = await postern.createClient({ name, description: `What ${name} is for`, grants });
    clients.push(client);
    await postern.accessToken(client);
  }
  const [first, , , last, script] = clients.map(({ client_id }) => client_id);
  await postern.manage('PATCH', `/${last!}`, { json: { status: 'disabled' } });
  await postern.manage('POST', `/${first!}/secrets`, { json: { others_expire_in_seconds: 86_400 } });
  const person = { email: 'grace@example.org', first_name: 'Grace', last_name: 'Hopper', role: 'viewer' };
  const administrator = await postern.manageAt('/v1/administrators', 'POST', { json: person });
  return {
    'application clients': '/console/application-clients',
    'application clients, none found': '/console/application-clients?search=nothing-like-it',
    'a new application client': '/console/application-clients/new',
    'an application client': `/console/application-clients/${first!}`,
    'an application client with a script for a name': `/console/application-clients/${script!}`,
    'an application client that is not there': '/console/application-clients/pcl_0000000000000000000000',
    APIs: '/console/apis',
    'a new API': '/console/apis/new',
    'an API': `/console/apis/${created.json<{ api_id: string }>().api_id}`,
    'audit events': '/console/audit-events',
    administrators: '/console/administrators',
    'a new administrator': '/console/administrators/new',
    'an administrator': `/console/administrators/${administrator.json<{ administrator_id: string }>().administrator_id}`,
    'signing keys': '/console/signing-keys',
    profile: '/console/profile',
    'no page': '/console/nowhere',
  };
}

const NAMES = [
  'application clients',
  'application clients, none found',
  'a new application client',
  'an application client',
  'an application client with a script for a name',
  'an application client that is not there',
  'APIs',
  'a new API',
  'an API',
  'audit events',
  'administrators',
  'a new administrator',
  'an administrator',
  'signing keys',
  'profile',
  'no page',
];

/** Goes to a page, and waits until it shows what it has to show. */
async function goTo(page: Page, name: string): Promise<void> {
  await page.goto(pages[name]!);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
}

/** What a judge of accessibility finds on the page, a line for each. */
async function barriers(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(`${AXE}; axe.run({ resultTypes: ['violations'] })`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

const hasSidewaysScroll = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

describe.each(['light', 'dark'] as const)('the console, when it is %s', (colorScheme) => {
  let visit: WatchedPage;

  beforeAll(async () => {
    visit = await visitConsole(browser, postern, postern.admin, { colorScheme });
  });

  it.each(NAMES)('41, 42: shows %s to everybody, at every width, within its policy', async (name) => {
    const { page, problems } = visit;
    await page.setViewportSize(WIDE);
    await goTo(page, name);
    for (const size of [WIDE, NARROW]) {
      await page.setViewportSize(size);
      const file = `${name.replace(/\W+/g, '-')}-${colorScheme}-${size.width}.png`;
      await page.screenshot({ path: join(SCREENSHOTS, file), fullPage: true });
      expect(await hasSidewaysScroll(page)).toBe(false);
      expect(await barriers(page)).toEqual([]);
    }
    expect(problems).toEqual([]);
  });
});

/** What has the focus: something to tell it by, and whether it can be seen that it has it. */
const FOCUSED = `(() => {
  const focused = document.activeElement;
  window.places ??= new Map();
  if (!window.places.has(focused)) window.places.set(focused, window.places.size);
  const seen = [focused, ...focused.querySelectorAll('*'), focused.parentElement].some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
  }) || focused.matches('input, textarea, select');
  return { place: window.places.get(focused), seen, html: focused.outerHTML.slice(0, 200) };
})()`;
/** What can be used, and so must be reached; of radio buttons the keyboard reaches one, and the others from there. */
const REACHABLE = `[...document.querySelectorAll(
  'a[href], button:not([disabled]), input:not([disabled]):not([type=radio]):not([type=hidden]), select:not([disabled]), textarea:not([disabled])'
)].filter((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true })).length`;

describe('the console, without a mouse', () => {
  let visit: WatchedPage;

  beforeAll(async () => {
    visit = await visitConsole(browser, postern);
  });

  it.each(NAMES)('leads to everything on %s, and shows where one is', async (name) => {
    const { page } = visit;
    await goTo(page, name);
    const reachable = Number(await page.evaluate(REACHABLE));
    const reached = new Set<number>();
    for (let steps = 0; steps < 3 * reachable && reached.size < reachable; steps++) {
      await page.keyboard.press('Tab');
      const { place, seen, html } = await page.evaluate<{ place: number; seen: boolean; html: string }>(
        FOCUSED,
      );
      if (html.startsWith('<body')) continue;
      expect([html, seen]).toEqual([html, true]);
      reached.add(place);
    }
    expect(reached.size).toBeGreaterThanOrEqual(reachable);
  });
});

describe('the console', () => {
  it('says that it needs JavaScript where there is none', async () => {
    const { page } = await openPage(browser, { baseURL: postern.url, javaScriptEnabled: false });
    await page.goto('/');
    expect(await page.locator('body').innerText()).toContain('needs JavaScript');
  });

  it('41: would be told of a breach of its policy', async () => {
    const { page, problems } = await openPage(browser, { baseURL: postern.url });
    await page.goto('/');
    await page.getByLabel('Email').waitFor();
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: '0' }))`,
    );
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('img'), { src: 'https://evil.example/' }))`,
    );
    await eventually('it is told', () => problems.join().includes('Content Security Policy'));
  });
});
