import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import type { Browser } from 'playwright-core';
import { openPage, startBrowser } from '../system/browser.js';
import type { Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const resources = new TestResources();
let postern: Postern;
let browser: Browser;

beforeAll(async () => {
  [postern, browser] = await Promise.all([startPostern(resources), startBrowser(resources)]);
});
afterAll(() => resources.release());

describe('41: the console', () => {
  it('lets an administrator in, and the browser finds nothing that its policy forbids', async () => {
    const { page, problems } = await openPage(browser);
    await page.goto(postern.url);
    await page.getByLabel('Email').fill(postern.admin.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(postern.admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Application clients', level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Application clients', level: 1 }).waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(problems).toEqual([]);
  });
});
