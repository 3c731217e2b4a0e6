import { dirname, join } from 'node:path';
import { testChromium, type TestResources } from '@postern/testing';
import { programEnvironment } from '@postern/tools/servers';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** None of them reaches the network: what is asked for there never answers on a closed one, and slows down the rest. */
const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser, without a window, for one test file. */
export async function startBrowser(resources: TestResources): Promise<Browser> {
  const found = await testChromium();
  // Of one that was unpacked, fonts are beside it.
  const fonts = join(dirname(found.program), '../../etc/fonts.conf');
  const browser = await chromium.launch({
    executablePath: found.program,
    // The sandbox does not work for root.
    args: process.getuid?.() === 0 ? ['--no-sandbox', ...ARGUMENTS] : ARGUMENTS,
    env: {
      ...programEnvironment(found),
      HOME: await resources.folder(),
      ...(found.libraryPath !== undefined && { FONTCONFIG_FILE: fonts }),
    },
  });
  return resources.add(browser, () => browser.close());
}

/** A page, and all that went wrong on it: what the policy of the page forbade, errors of scripts, and what it could not load. */
export interface WatchedPage {
  readonly page: Page;
  readonly problems: string[];
}

/** Opens a page as somebody who has never been there. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // The browser says of every refusal of the API that it failed to load; pages are to deal with those.
    const isRefusal = message
      .text()
      .startsWith('Failed to load resource: the server responded with a status of 4');
    if (['error', 'warning'].includes(message.type()) && !isRefusal) problems.push(message.text());
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // A page that is left gives up what it has asked for.
    if (reason !== 'net::ERR_ABORTED') problems.push(`${request.url()}: ${String(reason)}`);
  });
  return { page, problems };
}
