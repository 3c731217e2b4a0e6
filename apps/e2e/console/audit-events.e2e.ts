import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { decodeProtectedHeader } from 'jose';
import type { Page } from 'playwright-core';
import { createAdministrator, type Account } from '../system/accounts.js';
import { startBrowser } from '../system/browser.js';
import { ConsoleSession } from '../system/console-session.js';
import { Visitors } from '../system/console-visitor.js';
import type { Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const resources = new TestResources();
let postern: Postern;
let visitors: Visitors;
/** Who did what the page is to tell of. */
let ada: Account;
let apiId: string;

/** More than a page of the list. */
const CHANGES = 52;

beforeAll(async () => {
  const settings = { KEY_SET_MAX_AGE_SECONDS: '1' };
  const [started, browser] = await Promise.all([startPostern(resources, settings), startBrowser(resources)]);
  postern = started;
  visitors = new Visitors(browser, postern);
  ada = await createAdministrator(postern);
  await work();
});
afterAll(() => resources.release());
afterEach(async () => {
  expect(await visitors.leave()).toEqual([]);
});

/** What Ada does before anybody looks. */
async function work(): Promise<void> {
  const session = await ConsoleSession.begin(postern, ada);
  const ask = async (method: string, path: string, json?: unknown) => {
    const answer = await session.ask(method, path, { json });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.body}`);
    return answer.status === 204 ? {} : answer.json<Record<string, string>>();
  };
  const api = { name: 'Billing', audience: 'urn:example:billing', scopes: [{ name: 'invoices:read' }] };
  apiId = (await ask('POST', '/v1/apis', api))['api_id']!;
  const grants = [{ audience: api.audience, scopes: ['invoices:read'] }];
  const client = await ask('POST', '/v1/application-clients', { name: 'Orders sync', grants });
  const clientPath = `/v1/application-clients/${client['client_id']!}`;
  await ask('POST', `${clientPath}/secrets`, {});
  await ask('PATCH', clientPath, { status: 'disabled' });
  await ask('DELETE', clientPath);
  for (let time = 1; time <= CHANGES; time++)
    await ask('PATCH', `/v1/apis/${apiId}`, { token_lifetime_seconds: 60 * time });
  const person = { email: 'grace@example.org', first_name: 'Grace', last_name: 'Hopper', role: 'viewer' };
  const { administrator_id: id } = await ask('POST', '/v1/administrators', person);
  await ask('POST', `/v1/administrators/${id!}/reset-password`);
}

interface Event {
  readonly event_id: string;
}

/** As the API has them, the newest first. */
async function eventsOf(filter: Record<string, string>): Promise<Event[]> {
  const path = `/v1/audit-events?${new URLSearchParams({ limit: '200', ...filter }).toString()}`;
  return (await postern.manageAt(path)).json<{ data: Event[] }>().data;
}

const listOf = (page: Page) => page.getByRole('list', { name: 'Audit events' });
const said = (page: Page, sentence: string) => listOf(page).getByText(sentence, { exact: true }).first();
/** Until the list is that of the address, with so many events. */
const shows = async (page: Page, count: number) => {
  await listOf(page).and(page.locator('[aria-busy="false"]')).waitFor();
  await page.getByRole('status').getByText(`${count} audit events on this page`).waitFor();
};

describe('the audit events', () => {
  it('tell in sentences who did what to what, and what changed', async () => {
    const { page } = await visitors.enter();
    await page.goto(`/console/audit-events?actor_id=${ada.administrator_id}`);
    for (const sentence of [
      'Ada Lovelace reset the password of Grace Hopper',
      'Ada Lovelace added the administrator Grace Hopper',
      'Ada Lovelace changed the API Billing: token lifetime',
    ])
      await said(page, sentence).waitFor();
    await page.getByRole('link', { name: 'Next' }).click();
    for (const sentence of [
      'Ada Lovelace deleted the application client Orders sync',
      'Ada Lovelace disabled the application client Orders sync',
      'Ada Lovelace added a secret to Orders sync',
      'Ada Lovelace added the application client Orders sync',
      'Ada Lovelace added the API Billing',
      'Ada Lovelace signed in',
      'Ada Lovelace chose another password',
    ])
      await said(page, sentence).waitFor();
    const changed = listOf(page).getByRole('listitem').filter({ hasText: 'changed the API' }).last();
    await changed.getByRole('button', { name: 'Details' }).click();
    const section = changed.getByRole('heading', { name: 'What changed' }).locator('..');
    expect(await section.locator('dt, del, ins').allTextContents()).toEqual([
      'Token lifetime',
      'Before: 1 hour',
      'After: 1 minute',
    ]);
    // Whatever names somebody or something leads there.
    await changed.getByRole('link', { name: 'Billing' }).click();
    await page.getByRole('heading', { level: 1, name: 'Billing' }).waitFor();
  });

  it('are filtered in the address: what one has chosen stays on a reload, and goes with the back button', async () => {
    const { page } = await visitors.enter();
    await page.goto('/console/audit-events');
    const [done, by] = [page.getByLabel('What was done'), page.getByLabel('By whom')];
    await done.selectOption({ label: 'Administrator signed in' });
    await said(page, 'Ada Lovelace signed in').waitFor();
    expect(await listOf(page).getByText(' added ').count()).toBe(0);
    await by.fill(ada.administrator_id);
    await page.getByText('By Ada Lovelace').waitFor();
    const signedIn = await eventsOf({
      action: 'administrator.signed_in',
      actor_id: ada.administrator_id,
    });
    await shows(page, signedIn.length);
    await page.reload();
    await shows(page, signedIn.length);
    expect([await done.inputValue(), await by.inputValue(), new URL(page.url()).search]).toEqual([
      'administrator.signed_in',
      ada.administrator_id,
      `?action=administrator.signed_in&actor_id=${ada.administrator_id}`,
    ]);
    await page.goBack();
    await page.getByText('By Ada Lovelace').waitFor({ state: 'detached' });
    expect([await done.inputValue(), await by.inputValue()]).toEqual(['administrator.signed_in', '']);
    await page.goBack();
    await shows(page, 50);
    expect(await done.inputValue()).toBe('');
  });

  it('are exported as NDJSON, those that match and no others, however many', async () => {
    const { page } = await visitors.enter();
    const filter = { action: 'api.updated', subject_id: apiId };
    await page.goto(`/console/audit-events?${new URLSearchParams(filter).toString()}`);
    await shows(page, 50);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as NDJSON' }).click(),
    ]);
    await page.getByText(`${CHANGES} audit events saved`).waitFor();
    expect(download.suggestedFilename()).toMatch(/^audit-events-\d{4}-\d\d-\d\d\.ndjson$/);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    const expected = await eventsOf(filter);
    expect(expected).toHaveLength(CHANGES);
    expect(lines.map((line) => JSON.parse(line) as Event)).toEqual(expected.toReversed());
  });
});

describe('the signing keys', () => {
  const cells = (page: Page, status: string) =>
    page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: status }) });
  const kidOf = async () => {
    const client = await postern.createClient();
    return decodeProtectedHeader(await postern.accessToken(client)).kid!;
  };

  it('rotate once one has read what happens; the page shows the new key come to sign by itself', async () => {
    const before = await kidOf();
    const { page } = await visitors.enter();
    await page.goto('/console/signing-keys');
    await cells(page, 'Active').filter({ hasText: before }).waitFor();
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rotate the signing key now?' });
    await dialog.getByText('Nothing breaks').waitFor();
    await dialog.getByRole('button', { name: 'Rotate key' }).click();
    await page.getByRole('heading', { name: 'A new key is on its way' }).waitFor();
    await cells(page, 'Pending').waitFor();
    const kid = await eventually('a new key is published', async () => {
      const { keys } = (await postern.ask('/.well-known/jwks.json')).json<{ keys: { kid: string }[] }>();
      return keys.map(({ kid: one }) => one).find((one) => one !== before);
    });
    await page.getByText('The new key signs every token now.').waitFor({ timeout: 50_000 });
    await cells(page, 'Active').filter({ hasText: kid }).waitFor();
    await cells(page, 'Retiring').filter({ hasText: before }).waitFor();
    await eventually('tokens are signed with it', async () => (await kidOf()) === kid);
    // The page looks once.
    await eventually('it is reported', async () => {
      const filter = { subject_id: kid, action: 'signing_key.status_changed' };
      return (await eventsOf(filter)).length > 0;
    });
    await page.goto(`/console/audit-events?subject_id=${kid}`);
    await said(page, `Postern, by its schedule, began to sign with the key ${kid}`).waitFor();
  });
});
