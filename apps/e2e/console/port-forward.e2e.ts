import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../system/browser.js';
import { visitConsole } from '../system/console-visitor.js';
import type { OwnPostern } from '../system/own-postern.js';
import { startPostern } from '../system/start-postern.js';

const resources = new TestResources();
let postern: OwnPostern;
let browser: Browser;

beforeAll(async () => {
  [postern, browser] = await Promise.all([
    startPostern(resources, {}, { issuer: 'https://postern.example.org' }),
    startBrowser(resources),
  ]);
});
afterAll(() => resources.release());

describe('the console, reached as http://localhost while the issuer is https', () => {
  // As `kubectl port-forward` shows the gateway.
  const visit = () =>
    visitConsole(browser, postern, postern.admin, { baseURL: postern.url.replace('127.0.0.1', 'localhost') });

  it('lets an administrator in, and keeps the session in a cookie of https', async () => {
    const { page, problems } = await visit();
    await page.reload();
    await page.getByRole('heading', { name: 'Application Clients' }).waitFor();
    expect(await page.context().cookies()).toEqual([
      expect.objectContaining({ name: '__Host-postern_session', secure: true, httpOnly: true }),
    ]);
    expect(problems).toEqual([]);
  });

  it('lets an administrator change things', async () => {
    const { page, problems } = await visit();
    await page.goto('/console/application-clients/new');
    await page.getByLabel('Name', { exact: true }).fill('Made inside');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('group', { name: 'Client Secret', exact: true }).waitFor();
    const { data } = (await postern.manage('GET')).json<{ data: { name: string }[] }>();
    expect(data.map(({ name }) => name)).toContain('Made inside');
    expect(problems).toEqual([]);
  });
});
