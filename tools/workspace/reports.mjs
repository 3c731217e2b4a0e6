import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes the test reports of earlier runs.
 * @param {string} folder
 */
export function clearReports(folder) {
  rmSync(folder, { recursive: true, force: true });
  // Projects are named `@postern/…`.
  mkdirSync(join(folder, '@postern'), { recursive: true });
}

/**
 * @param {string} folder
 * @returns {{ passed: number, failed: number }} over all reports; a file of tests that broke before its
 *   first test counts as one that failed
 */
export function sumReports(folder) {
  let [passed, failed] = [0, 0];
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.json')) continue;
    const report = JSON.parse(readFileSync(join(folder, entry), 'utf8'));
    passed += report.numPassedTests;
    failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  }
  return { passed, failed };
}
