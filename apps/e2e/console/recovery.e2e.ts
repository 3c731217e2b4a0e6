import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { newPassword } from '../system/accounts.js';
import { ConsoleSession, signIn } from '../system/console-session.js';
import { manyTimes, statusOf } from '../system/many-times.js';
import type { OwnPostern } from '../system/own-postern.js';
import { startPostern } from '../system/start-postern.js';

const COMMAND = join(import.meta.dirname, '../../clients/dist/recover-administrator.js');

const resources = new TestResources();
let postern: OwnPostern;

beforeAll(async () => {
  postern = await startPostern(resources);
});
afterAll(() => resources.release());

/** Runs the command as operators do. */
async function recover(settings: Record<string, string>) {
  const env = { DATABASE_URL: postern.urlFor('clients', 'postgres'), ...settings };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [COMMAND], { env });
  return { stdout, stderr };
}

describe('the only administrator, who has forgotten the password,', () => {
  it('gets another from a command, with which every session ends at every replica', async () => {
    const { email } = postern.admin;
    const session = await ConsoleSession.begin(postern, postern.admin);
    const { stdout, stderr } = await recover({ ADMINISTRATOR_EMAIL: email });
    expect(stderr).toBe('');
    const [, password] = /^\S+ \(administrator\) signs in with (\w{25}) and then .*\.\n$/.exec(stdout)!;
    const { cookie } = session;
    const statuses = () => manyTimes(() => postern.ask('/v1/whoami', { headers: { cookie } }), statusOf);
    await eventually('the session is over', async () => (await statuses()).join() === '401');
    expect((await signIn(postern, postern.admin)).status).toBe(401);
    const temporary = await ConsoleSession.begin(postern, { email, password: password! });
    expect((await temporary.ask('GET', '/v1/application-clients')).status).toBe(403);
    const chosen = newPassword();
    const json = { current_password: password, new_password: chosen };
    expect((await temporary.ask('PUT', '/session/password', { json })).status).toBe(204);
    const settled = await ConsoleSession.begin(postern, { email, password: chosen });
    expect((await settled.ask('GET', '/v1/application-clients')).status).toBe(200);
  });

  it('is told what to do where the email is wrong, and may be made anew', async () => {
    const settings = { ADMINISTRATOR_EMAIL: 'ada@example.org' };
    await expect(recover(settings)).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('set CREATE_ADMINISTRATOR to true'),
    });
    const { stdout } = await recover({ ...settings, CREATE_ADMINISTRATOR: 'true' });
    const password = /with (\w{25}) /.exec(stdout)![1]!;
    await ConsoleSession.begin(postern, { email: 'ada@example.org', password });
  });

  it('is told where the configuration is wrong, or Postgres away', async () => {
    await expect(recover({})).rejects.toMatchObject({
      code: 78,
      stderr: expect.stringContaining('ADMINISTRATOR_EMAIL: is not set'),
    });
    const nowhere = { ADMINISTRATOR_EMAIL: 'ada@example.org', DATABASE_URL: 'postgres://127.0.0.1:1/x' };
    await expect(recover(nowhere)).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'Postgres at DATABASE_URL cannot be reached: ECONNREFUSED\n',
    });
  });
});
