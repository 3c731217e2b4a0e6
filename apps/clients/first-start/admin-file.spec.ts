import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { AdminFile } from './admin-file.js';

const resources = new TestResources();
const CREDENTIALS = {
  client_id: 'pcl_1',
  client_secret: 'pcs_1',
  email: 'a@example.org',
  password: 'secret',
};
const ISSUER = 'https://issuer.example';
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await resources.folder();
  path = join(folder, 'admin.json');
});

afterAll(() => resources.release());

const read = async () => JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

describe('the file of the first credentials', () => {
  it('holds exactly what is promised, for its owner alone', async () => {
    const more = { ...CREDENTIALS, hash: 'not for the file' };
    await new AdminFile(path, ISSUER).write(more);
    expect(await read()).toEqual({ issuer: ISSUER, ...CREDENTIALS });
    expect(await modeOf(path)).toBe(0o600);
  });

  it('is for its owner alone even where one stood that others could read, or the umask allows all', async () => {
    await writeFile(path, '{}', { mode: 0o644 });
    await chmod(path, 0o644);
    const umask = process.umask(0);
    await new AdminFile(path, ISSUER).write(CREDENTIALS).finally(() => process.umask(umask));
    expect(await modeOf(path)).toBe(0o600);
  });

  it('is never seen half-written, and leaves nothing beside it', async () => {
    await new AdminFile(path, ISSUER).write(CREDENTIALS);
    const long = 'x'.repeat(200_000);
    const state = { writing: true };
    const write = async () => {
      for (const password of Array<string>(20).fill(long))
        await new AdminFile(path, ISSUER).write({ ...CREDENTIALS, password });
      state.writing = false;
    };
    const readAll = async () => {
      while (state.writing) expect(['secret', long]).toContain((await read())['password']);
    };
    await Promise.all([write(), readAll()]);
    expect(await readdir(folder)).toEqual(['admin.json']);
  });

  it('gets the issuer of a later start, and keeps the rest', async () => {
    await new AdminFile(path, ISSUER).write(CREDENTIALS);
    await new AdminFile(path, 'https://other.example').updateIssuer();
    expect(await read()).toEqual({ issuer: 'https://other.example', ...CREDENTIALS });
    expect(await modeOf(path)).toBe(0o600);
  });

  it('is not touched by a start with the same issuer', async () => {
    await new AdminFile(path, ISSUER).write(CREDENTIALS);
    const { ino, mtimeMs } = await stat(path);
    await new AdminFile(path, ISSUER).updateIssuer();
    expect(await stat(path)).toMatchObject({ ino, mtimeMs });
  });

  it('is not made anew by a later start once its owner has removed it', async () => {
    await new AdminFile(path, ISSUER).updateIssuer();
    expect(await readdir(folder)).toEqual([]);
  });
});
