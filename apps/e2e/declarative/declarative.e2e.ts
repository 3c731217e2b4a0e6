import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { interferingProxy } from '../system/interfering-proxy.js';
import { manage, runManage } from '../system/manage.js';
import type { Credentials, Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const resources = new TestResources();
let postern: Postern;
let folder: string;
let number = 0;

beforeAll(async () => {
  postern = await startPostern(resources);
  folder = await resources.folder();
});
afterAll(() => resources.release());

const run = (...args: string[]) => manage(postern.url, postern.admin, args);

async function fileOf(text: string): Promise<string> {
  const path = join(folder, `file-${number++}.yaml`);
  await writeFile(path, text);
  return path;
}
const secretsPath = () => join(folder, `secrets-${number++}`);
async function secretsIn(path: string) {
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Credentials & { name: string });
}

/** One API and one client that is granted scopes on it. */
const declared = (tag: string, scopes: string, granted: string) => `
apis:
  - audience: https://${tag}.example
    name: ${tag}
    scopes: [${scopes}]
clients:
  - name: client of ${tag}
    grants: [{ audience: "https://${tag}.example", scopes: [${granted}] }]
`;
const READ_WRITE = '{ name: read }, { name: write }';

async function clientsNamed(name: string) {
  const answer = await postern.manage('GET', `?limit=200&search=${encodeURIComponent(name)}`);
  return answer.json<{ data: Credentials[] }>().data;
}

describe('a file of APIs and clients', () => {
  it('that is applied has nothing to do the second time; new clients work with the secrets that were written', async () => {
    const file = await fileOf(declared('once', READ_WRITE, 'read'));
    const planned = await run('plan', file);
    expect([planned.code, planned.output]).toEqual([
      2,
      expect.stringContaining('Plan: 2 to create, 0 to change'),
    ]);
    expect((await run('apply', file)).error).toContain('--secrets-to');
    const secrets = secretsPath();
    const applied = await run('apply', file, '--secrets-to', secrets);
    expect([applied.code, applied.error]).toEqual([0, '']);
    expect(applied.output).toContain(`1 secret written to ${secrets} (mode 0600).`);
    const [written, ...others] = await secretsIn(secrets);
    expect([(await stat(secrets)).mode & 0o777, others]).toEqual([0o600, []]);
    expect(applied.output).not.toContain('pcs_');
    expect(await postern.accessToken(written!, { resource: 'https://once.example' })).toBeDefined();
    expect((await run('plan', file)).code).toBe(0);
    const again = await run('apply', file);
    expect([again.code, again.output]).toEqual([0, expect.stringContaining('Nothing to do')]);
    expect(await clientsNamed('client of once')).toHaveLength(1);
  });

  it('adds to the secrets of an earlier run, and writes none for a client with keys', async () => {
    const secrets = secretsPath();
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwks = { keys: [publicKey.export({ format: 'jwk' })] };
    const withKeys = { name: 'Has keys', token_endpoint_auth_method: 'private_key_jwt', jwks };
    const first = await fileOf(JSON.stringify({ clients: [withKeys] }));
    expect((await run('apply', first)).code).toBe(0);
    expect((await run('plan', first)).code).toBe(0);
    for (const name of ['Early', 'Late'])
      expect(
        (await run('apply', await fileOf(`clients: [{ name: ${name} }]`), '--secrets-to', secrets)).code,
      ).toBe(0);
    expect((await secretsIn(secrets)).map(({ name }) => name)).toEqual(['Early', 'Late']);
  });

  it('that was exported has nothing to do, and holds no secret', async () => {
    for (const name of ['Twin', 'Twin', 'a: "b" #c', '- x', '&y']) await postern.createClient({ name });
    const { output } = await run('export');
    expect(output).not.toContain('pcs_');
    expect(await run('plan', await fileOf(output), '--prune')).toMatchObject({ code: 0 });
  });

  it('deletes what is not in it when told to, and never the client that asks', async () => {
    const { output } = await run('export');
    const extra = await postern.createClient({ name: 'Extra' });
    const file = await fileOf(output);
    expect(await run('plan', file)).toMatchObject({
      code: 0,
      output: expect.stringContaining('client "Extra"'),
    });
    expect((await run('apply', file)).code).toBe(0);
    expect((await postern.manage('GET', `/${extra.client_id}`)).status).toBe(200);
    expect((await run('apply', file, '--prune')).code).toBe(0);
    expect((await postern.manage('GET', `/${extra.client_id}`)).status).toBe(404);
    const nobody = await fileOf(output.replace(/name: First client/, 'name: Another'));
    const { output: plan } = await run('plan', nobody, '--prune');
    expect(plan).not.toContain('- client "First client"');
  });

  it('says how many clients lose grants on an API, and takes them only by force', async () => {
    const file = await fileOf(declared('narrow', READ_WRITE, 'read'));
    await run('apply', file, '--secrets-to', secretsPath());
    const grants = [{ audience: 'https://narrow.example', scopes: ['write'] }];
    const other = await postern.createClient({ name: 'Not in the file', grants });
    const narrow = await fileOf(declared('narrow', '{ name: read }', 'read'));
    expect(await run('plan', narrow)).toMatchObject({
      code: 2,
      output: expect.stringContaining('takes grants from 1 application client: needs --force'),
    });
    const unforced = await run('apply', narrow);
    expect([unforced.code, unforced.error]).toEqual([1, expect.stringContaining('Nothing was done')]);
    expect((await run('apply', narrow, '--force')).code).toBe(0);
    const left = await postern.manage('GET', `/${other.client_id}`);
    expect(left.json()['grants']).toEqual([]);
    expect((await run('plan', narrow)).code).toBe(0);
  });

  it('moves a client from a scope that goes to one that comes, without force', async () => {
    await run('apply', await fileOf(declared('moved', READ_WRITE, 'write')), '--secrets-to', secretsPath());
    const file = await fileOf(declared('moved', '{ name: read }, { name: admin }', 'admin'));
    expect(await run('apply', file)).toMatchObject({ code: 0 });
    expect((await run('plan', file)).code).toBe(0);
  });

  it('33: does not overwrite what somebody changes meanwhile', async () => {
    await run('apply', await fileOf(declared('rival', READ_WRITE, 'read')), '--secrets-to', secretsPath());
    const [client] = await clientsNamed('client of rival');
    const rival = { json: { description: 'by a rival' } };
    const changed = declared('rival', READ_WRITE, 'write');
    for (const when of ['GET', 'PATCH']) {
      let done = false;
      const url = await interferingProxy(resources, postern.url, {
        before: async (method, path) => {
          if (done || method !== when || !path.includes(client!.client_id)) return;
          done = true;
          rival.json.description += when;
          await postern.manage('PATCH', `/${client!.client_id}`, rival);
        },
      });
      const outcome = await manage(url, postern.admin, ['apply', await fileOf(changed)]);
      expect([outcome.code, outcome.error]).toEqual([1, expect.stringMatching(/changed/)]);
      const now = await postern.manage('GET', `/${client!.client_id}`);
      expect(now.json()).toMatchObject({ ...rival.json, grants: [{ scopes: ['read'] }] });
    }
  });

  it('32: creates a client once though the first answer is lost', async () => {
    let lost = false;
    const url = await interferingProxy(resources, postern.url, {
      loses: (method, path) =>
        method === 'POST' && path === '/v1/application-clients' && !lost && (lost = true),
    });
    const secrets = secretsPath();
    const file = await fileOf('clients: [{ name: Lost answer, status: disabled }]');
    const outcome = await manage(url, postern.admin, ['apply', file, '--secrets-to', secrets]);
    expect([outcome.code, lost]).toEqual([0, true]);
    const [written] = await secretsIn(secrets);
    expect(await clientsNamed('Lost answer')).toEqual([
      expect.objectContaining({ client_id: written?.client_id, status: 'disabled' }),
    ]);
  });

  it('33: changes and deletes once though the first answers are lost', async () => {
    await run('apply', await fileOf(declared('cut', READ_WRITE, 'read')), '--secrets-to', secretsPath());
    const left = new Set(['PATCH', 'DELETE']);
    const url = await interferingProxy(resources, postern.url, { loses: (method) => left.delete(method) });
    const extra = await postern.createClient({ name: 'client of cut, too' });
    const { output } = await run('export');
    const file = await fileOf(
      output
        .replace(/ {2}- name: client of cut, too\n(?: {4}.*\n)*/, '')
        .replace(/(name: client of cut\n {4}description: )""/, '$1changed'),
    );
    const outcome = await manage(url, postern.admin, ['apply', file, '--prune']);
    expect([outcome.code, outcome.error, left.size]).toEqual([0, '', 0]);
    expect((await postern.manage('GET', `/${extra.client_id}`)).status).toBe(404);
    expect(await clientsNamed('client of cut')).toEqual([
      expect.objectContaining({ description: 'changed' }),
    ]);
  });

  it('goes on where a run was cut short', async () => {
    const apis = ['x', 'y'].map((tag) => `{ audience: "https://short-${tag}.example", name: ${tag} }`);
    const clients = ['Short 1', 'Short 2'].map((name) => `{ name: ${name}, status: disabled }`);
    const file = await fileOf(`apis: [${apis.join(', ')}]\nclients: [${clients.join(', ')}]`);
    const secrets = secretsPath();
    let patches = 0;
    const url = await interferingProxy(resources, postern.url, {
      // From the second client on, nobody lets it be disabled.
      refuses: (method) => method === 'PATCH' && ++patches > 1,
    });
    const cut = await manage(url, postern.admin, ['apply', file, '--secrets-to', secrets]);
    expect([cut.code, cut.error]).toEqual([1, expect.stringContaining('Stopped: 3 of 4 steps are done.')]);
    expect((await run('apply', file, '--secrets-to', secrets)).output).toContain('(1/1)');
    expect((await run('plan', file)).code).toBe(0);
    expect((await secretsIn(secrets)).map(({ name }) => name)).toEqual(['Short 1', 'Short 2']);
  });

  it('is not applied where it would lock out the client that applies it', async () => {
    const { output } = await run('export');
    const itself = output.replace(/(name: First client\n(?: {4}.*\n)*? {4}status: )active/, '$1disabled');
    expect(itself).not.toBe(output);
    const outcome = await run('apply', await fileOf(itself));
    expect([outcome.code, outcome.error]).toEqual([
      1,
      expect.stringContaining('the program runs as this client'),
    ]);
  });

  it('is read with the credentials of the first start where no others are given', async () => {
    const home = join(folder, 'home');
    await mkdir(home);
    const file = await fileOf('clients: []');
    const none = await runManage({ POSTERN_HOME: home }, ['plan', file]);
    expect([none.code, none.error]).toEqual([1, expect.stringContaining('POSTERN_URL')]);
    await writeFile(join(home, 'admin.json'), JSON.stringify({ ...postern.admin, issuer: postern.url }));
    expect((await runManage({ POSTERN_HOME: home }, ['plan', file])).code).toBe(0);
    const half = await runManage({ POSTERN_HOME: home, POSTERN_URL: postern.url }, ['plan', file]);
    expect([half.code, half.error]).toEqual([1, expect.stringContaining('all of them; or none')]);
  });

  it('ends with 1 and one line where it cannot be done', async () => {
    const file = await fileOf('clients: []');
    const wrong = await manage(postern.url, { ...postern.admin, client_secret: 'x' }, ['plan', file]);
    expect([wrong.code, wrong.error]).toEqual([1, expect.stringContaining('does not accept the client')]);
    const reader = await postern.createClient({ scopes: ['clients:read'] });
    const little = await manage(postern.url, reader, ['plan', file]);
    expect([little.code, little.error]).toEqual([1, expect.stringContaining('needs the scopes')]);
    const elsewhere = await manage(`${postern.url}/docs`, postern.admin, ['plan', file]);
    expect([elsewhere.code, elsewhere.error]).toEqual([1, expect.stringContaining('Is it Postern')]);
    expect((await run('plan', await fileOf('clients: [{ nam: x }]'))).code).toBe(1);
    const secrets = await fileOf('');
    await chmod(secrets, 0o644);
    for (const path of [secrets, folder, '/dev/null', join(folder, 'nowhere', 'x')]) {
      const kept = await run('apply', await fileOf('clients: [{ name: Never }]'), '--secrets-to', path);
      expect([path, kept.code, kept.error]).toEqual([path, 1, expect.stringContaining('Nothing was done')]);
    }
    expect(await clientsNamed('Never')).toEqual([]);
  });
});
