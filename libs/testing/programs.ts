import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrograms, testEnvironment, type Program, type Programs } from '@postern/tools/servers';

const HOME = join(tmpdir(), 'postern');
let found: Promise<Programs> | undefined;

/** The server programs: those that the test command has found, else found now. */
export async function testPrograms(): Promise<Programs> {
  const { programs } = testEnvironment();
  if (programs !== undefined) return programs;
  found ??= findPrograms({ home: HOME });
  return found;
}

/**
 * Chromium, for tests of the console.
 *
 * @throws Problem that says what to install where it cannot be had
 */
export async function testChromium(): Promise<Program> {
  const { chromium } = testEnvironment().programs ?? {};
  if (chromium !== undefined) return chromium;
  const { chromium: found } = await findPrograms({ home: HOME, needed: ['chromium'] });
  return found!;
}

/**
 * nginx, for the few tests that need it.
 *
 * @throws Problem that says what to install where it cannot be had
 */
export function testNginx(): Promise<Programs> {
  return findPrograms({ home: HOME, needed: ['nginx'] });
}
