import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, loadConfig } from './load-config.js';
import { secretSetting, setting } from './setting.js';

const folder = mkdtempSync(join(tmpdir(), 'postern-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const schema = z.object({
  PASSWORD: secretSetting(z.string().min(8, 'is shorter than 8 characters'), 'A secret.'),
  NAME: setting(z.string().optional(), { description: 'Not a secret.' }),
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    loadConfig(schema, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('a secret in a file', () => {
  it('is read without the line break at its end', () => {
    expect(loadConfig(schema, { PASSWORD_FILE: file('good', 'pass word\r\n') })).toEqual({
      PASSWORD: 'pass word',
    });
  });

  it('is held to the same rules, and not shown', () => {
    expect(problemsOf({ PASSWORD_FILE: file('short', 'canary\n') })).toEqual([
      'PASSWORD: is shorter than 8 characters',
    ]);
  });

  it('is one problem where the variable is set too', () => {
    expect(problemsOf({ PASSWORD: 'pass word', PASSWORD_FILE: file('both', 'pass word') })).toEqual([
      'PASSWORD: is set, and PASSWORD_FILE too; set one of them',
    ]);
  });

  it('is one problem where the file cannot be read', () => {
    expect(problemsOf({ PASSWORD_FILE: join(folder, 'nowhere') })).toEqual([
      'PASSWORD_FILE: cannot be read (ENOENT)',
    ]);
    expect(problemsOf({ PASSWORD_FILE: folder })).toEqual(['PASSWORD_FILE: cannot be read (EISDIR)']);
  });

  it('is not set where the file is empty', () => {
    expect(problemsOf({ PASSWORD_FILE: file('empty', '\n') })).toEqual(['PASSWORD: is not set']);
  });

  it('is read where the variable is empty, and the other way round', () => {
    expect(loadConfig(schema, { PASSWORD: '', PASSWORD_FILE: file('one', 'pass word') })).toEqual({
      PASSWORD: 'pass word',
    });
    expect(loadConfig(schema, { PASSWORD: 'pass word', PASSWORD_FILE: '' })).toEqual({
      PASSWORD: 'pass word',
    });
  });

  it('is for secrets alone', () => {
    const environment = { PASSWORD: 'pass word', NAME_FILE: file('name', 'x') };
    expect(loadConfig(schema, environment)).toEqual({ PASSWORD: 'pass word' });
  });
});
