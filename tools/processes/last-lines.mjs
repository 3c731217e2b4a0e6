import { readFileSync } from 'node:fs';

/**
 * @param {string} file
 * @param {number} count
 * @returns {string} the last lines of a log, each indented; empty when there are none
 */
export function lastLines(file, count) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return '';
  }
  const lines = text.trimEnd().split('\n').slice(-count);
  return lines.map((line) => `  ${line}`).join('\n');
}
