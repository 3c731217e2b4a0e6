import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { decodeJwt } from 'jose';
import type { Locator, Page } from 'playwright-core';
import { startBrowser } from '../system/browser.js';
import { Visitors } from '../system/console-visitor.js';
import type { ApplicationClient, Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const SCRIPT = '<script>alert(1)</script>';

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

interface Api {
  readonly api_id: string;
  readonly audience: string;
  readonly name: string;
}

let made = 0;

/** An API with two scopes, and so many application clients that use both. */
async function createApi(users: number, fields: object = {}): Promise<[Api, ApplicationClient[]]> {
  const scopes = [
    { name: 'invoices:read', description: 'Read invoices' },
    { name: 'invoices:write', description: '' },
  ];
  const number = ++made;
  const json = { name: `Billing ${number}`, audience: `urn:example:billing-${number}`, scopes, ...fields };
  const answer = await postern.manageAt('/v1/apis', 'POST', { json });
  const api = answer.json<Api>();
  const grants = [{ audience: api.audience, scopes: ['invoices:read', 'invoices:write'] }];
  const clients = await Promise.all(Array.from({ length: users }, () => postern.createClient({ grants })));
  return [api, clients];
}

const pageOf = ({ api_id }: Api) => `/console/apis/${api_id}`;
const read = async ({ api_id }: Api) => (await postern.manageAt(`/v1/apis/${api_id}`)).json();
const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });

describe('an API', () => {
  it('is added, used by a token, and changed', async () => {
    const { page } = await visitors.enter();
    await page.getByRole('link', { name: 'APIs', exact: true }).click();
    await page.getByRole('link', { name: 'Add API' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Warehouse');
    await page.getByLabel('Audience').fill('https://warehouse.example');
    await button(page, 'Add scope').click();
    await page.getByLabel('Name of scope 1').fill('stock:read');
    await page.getByLabel('Description of scope 1').fill('Look at the stock');
    await page.getByLabel('Token lifetime', { exact: true }).fill('2');
    await button(page, 'Add API').click();
    await page.getByText('Warehouse is added.').waitFor();

    const resource = 'https://warehouse.example';
    const client = await postern.createClient({ grants: [{ audience: resource, scopes: ['stock:read'] }] });
    const claims = async () => decodeJwt(await postern.accessToken(client, { resource }));
    const { aud, scope, exp = 0, iat = 0 } = await claims();
    expect([aud, scope, exp - iat]).toEqual([resource, 'stock:read', 7_200]);

    await page.reload();
    await page.getByText('1 client', { exact: true }).waitFor();
    await page.getByLabel('Unit of token lifetime').selectOption('minutes');
    await button(page, 'Save').click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await eventually('tokens live two minutes', async () => {
      const { exp: end = 0, iat: begin = 0 } = await claims();
      return end - begin === 120;
    });
  });

  it('says beside each field what is wrong with it, and adds nothing', async () => {
    const [{ audience }] = await createApi(0);
    const { page } = await visitors.enter();
    await page.goto('/console/apis/new');
    await button(page, 'Add API').click();
    await page.getByText('Name is empty.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Second');
    await page.getByLabel('Audience').fill(audience);
    await page.getByLabel('Token lifetime', { exact: true }).fill('25');
    await button(page, 'Add API').click();
    await page.getByText('Token lifetime is longer than a day').waitFor();
    await page.getByLabel('Token lifetime', { exact: true }).fill('24');
    await button(page, 'Add API').click();
    await page.getByText('Audience is that of another API.').waitFor();
    expect((await postern.manageAt('/v1/apis?limit=100')).body).not.toContain('"Second"');
  });

  it('is changed by two at once: the second is told field by field, and loses nothing', async () => {
    const [api] = await createApi(0);
    const [{ page: one }, { page: other }] = await Promise.all([visitors.enter(), visitors.enter()]);
    await Promise.all([one, other].map((page) => page.goto(pageOf(api))));
    await one.getByLabel('Name', { exact: true }).fill('Renamed by one');
    await other.getByLabel('Description', { exact: true }).fill('By the other');
    await other.getByLabel('Token lifetime', { exact: true }).fill('3');
    await one.getByLabel('Token lifetime', { exact: true }).fill('2');
    await button(one, 'Save').click();
    await one.getByText('Saved.', { exact: true }).waitFor();

    await button(other, 'Save').click();
    const told = other.getByRole('alert').filter({ hasText: 'Somebody else changed it while you did' });
    await told.getByText('Both of you changed token lifetime').waitFor();
    expect(await told.locator('dt, del, ins').allTextContents()).toEqual([
      'Name',
      `Before: ${api.name}`,
      'After: Renamed by one',
      'Token lifetime',
      'Before: 1 hour',
      'After: 2 hours',
    ]);
    expect(await read(api)).toMatchObject({ description: '', token_lifetime_seconds: 7_200 });
    await button(other, 'Save').click();
    await other.getByText('Saved.', { exact: true }).waitFor();
    expect(await read(api)).toMatchObject({
      name: 'Renamed by one',
      description: 'By the other',
      token_lifetime_seconds: 10_800,
    });
  });

  it('loses a scope that clients have once one has read how many, and typed its name', async () => {
    const [api, [client]] = await createApi(2);
    const writing = () => postern.requestToken(client!, { resource: api.audience, scope: 'invoices:write' });
    const { page } = await visitors.enter();
    await page.goto(pageOf(api));
    await button(page, 'Remove scope invoices:write').click();
    await button(page, 'Save').click();
    const dialog = page.getByRole('dialog', { name: 'Take a scope from 2 application clients?' });
    await dialog.getByText('invoices:write').waitFor();
    const confirm = button(dialog, 'Save, and take from clients');
    await dialog.getByLabel('Type').fill('Billing');
    expect(await confirm.isDisabled()).toBe(true);
    expect((await writing()).status).toBe(200);
    await dialog.getByLabel('Type').fill(api.name);
    await confirm.click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await eventually('it is not granted', async () => (await writing()).status === 400);
    expect(await read(api)).toMatchObject({ scopes: [{ name: 'invoices:read' }] });
  });

  it('that clients use ends once one has read how many, and typed its name', async () => {
    const [api, clients] = await createApi(1);
    const { page } = await visitors.enter();
    await page.goto(pageOf(api));
    await page.getByText('1 client', { exact: true }).waitFor();
    // Another comes to use it while the page is open.
    const grants = [{ audience: api.audience, scopes: ['invoices:read'] }];
    clients.push(await postern.createClient({ grants }));
    await button(page, 'Delete API').click();
    const dialog = page.getByRole('dialog', { name: `Delete ${api.name}?` });
    await dialog.getByText('2 application clients lose their grants on it.').waitFor();
    const confirm = button(dialog, 'Delete API');
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('Type').fill(api.name);
    await confirm.click();
    await page.getByText(`${api.name} is deleted.`).waitFor();
    await page.getByRole('row').nth(1).waitFor();
    expect(await page.getByRole('link', { name: api.name, exact: true }).count()).toBe(0);
    const asked = clients.map((one) => postern.requestToken(one, { resource: api.audience }));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([400, 400]);
  });

  it('32: is added once though the answer got lost and one tries again', async () => {
    const { page, problems } = await visitors.enter();
    await page.goto('/console/apis/new');
    await page.getByLabel('Name', { exact: true }).fill('Only one');
    await page.getByLabel('Audience').fill('urn:example:only-one');
    const lost: number[] = [];
    await page.route(
      '**/v1/apis',
      async (route) => {
        lost.push((await route.fetch()).status());
        await route.abort('connectionreset');
      },
      { times: 1 },
    );
    await button(page, 'Add API').click();
    await page.getByText('Postern cannot be reached.').waitFor();
    expect([lost, await page.getByLabel('Name', { exact: true }).inputValue()]).toEqual([[201], 'Only one']);
    await button(page, 'Add API').click();
    await page.getByText('Only one is added.').waitFor();
    const all = (await postern.manageAt('/v1/apis?limit=100')).json<{ data: Api[] }>().data;
    expect(all.filter(({ name }) => name === 'Only one')).toHaveLength(1);
    // The browser tells of the answer that was lost.
    expect(problems.splice(0).join()).toContain('ERR_CONNECTION_RESET');
  });

  it('42: is text wherever it stands, though it be called like a script', async () => {
    const scopes = [{ name: 'invoices:read', description: SCRIPT }, { name: 'invoices:write' }];
    const [api] = await createApi(1, { name: SCRIPT, description: SCRIPT, scopes });
    await postern.manageAt(`/v1/apis/${api.api_id}`, 'PATCH', { json: { token_lifetime_seconds: 60 } });
    const { page } = await visitors.enter();
    const opened: string[] = [];
    page.on('dialog', (dialog) => {
      opened.push(dialog.message());
      void dialog.dismiss();
    });
    for (const address of ['/console/apis', `/console/audit-events?subject_id=${api.api_id}`]) {
      await page.goto(address);
      await page.getByRole('link', { name: SCRIPT }).first().waitFor();
    }
    const sentence = page.getByRole('listitem').filter({ hasText: `changed the API ${SCRIPT}` });
    await sentence.getByRole('button', { name: 'Details' }).click();
    await page
      .getByRole('listitem')
      .filter({ hasText: `added the API ${SCRIPT}` })
      .waitFor();
    await sentence.getByRole('link', { name: SCRIPT }).click();
    await page.getByRole('heading', { level: 1, name: SCRIPT }).waitFor();
    await button(page, 'Delete API').click();
    const dialog = page.getByRole('dialog', { name: `Delete ${SCRIPT}?` });
    await dialog.getByLabel('Type').fill(SCRIPT);
    await button(dialog, 'Delete API').click();
    await page.getByText(`${SCRIPT} is deleted.`).waitFor();
    expect(opened).toEqual([]);
  });
});

/** Goes on with the keyboard until `place` has the focus. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  await place.waitFor();
  for (let steps = 0; steps < 60; steps++) {
    if ((await place.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not lead to ${String(place)}`);
}

describe('without a mouse', () => {
  it('one signs in, adds an API and deletes it', async () => {
    const { page } = await visitors.arrive();
    const { keyboard } = page;
    const press = async (place: Locator) => {
      await tabTo(page, place);
      await keyboard.press('Enter');
    };
    const type = async (label: string, text: string) => {
      await tabTo(page, page.getByLabel(label, { exact: true }));
      await keyboard.type(text);
    };
    await page.goto('/');
    await type('Email', postern.admin.email);
    await type('Password', postern.admin.password);
    await keyboard.press('Enter');
    await press(page.getByRole('link', { name: 'APIs', exact: true }));
    await press(page.getByRole('link', { name: 'Add API' }));
    await type('Name', 'By hand');
    await type('Audience', 'urn:example:by-hand');
    await press(button(page, 'Add scope'));
    await type('Name of scope 1', 'hands:wave');
    await keyboard.press('Enter');
    await page.getByText('By hand is added.').waitFor();
    await press(button(page, 'Delete API'));
    await page.getByRole('dialog').getByRole('textbox').and(page.locator(':focus')).waitFor();
    await keyboard.type('By hand');
    await keyboard.press('Enter');
    await page.getByText('By hand is deleted.').waitFor();
  });
});
