import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from './child.mjs';

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {Partial<Pick<import('./child.mjs').ProcessOptions, 'env' | 'cwd' | 'user' | 'input'>>} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} what it wrote, to both streams
 */
export async function runCommand(program, args, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'postern-command-'));
  const output = join(folder, 'output');
  try {
    const { exited } = startProcess({ env: process.env, ...options, program, args, output });
    const { code, error } = await exited;
    return { ok: code === 0, output: error?.message ?? readFileSync(output, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
