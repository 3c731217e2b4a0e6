import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import type { Browser } from 'playwright-core';
import { openPage, startBrowser } from '../system/browser.js';
import { sharedPostern } from '../system/start-postern.js';
import type { Postern } from '../system/postern.js';

const resources = new TestResources();
let postern: Postern;
let browser: Browser;

beforeAll(async () => {
  [postern, browser] = await Promise.all([sharedPostern(resources), startBrowser(resources)]);
});

afterAll(() => resources.release());

describe('the page at /docs', () => {
  it('shows every route in a browser, which finds nothing that its policy forbids', async () => {
    const { page, problems } = await openPage(browser);
    await page.goto(`${postern.url}/docs`);
    await page.getByRole('heading', { name: /^Postern/ }).waitFor();
    await page.getByText('/v1/application-clients/{client_id}/secrets').first().waitFor();
    expect(problems).toEqual([]);
  });
});
