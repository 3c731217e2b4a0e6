import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  eventually,
  loggerInto,
  startTestNats,
  TestAuthority,
  TestResources,
  type LogLine,
  type TestServer,
} from '@postern/testing';
import { NatsLink, type NatsLinkOptions } from './nats-link.js';

const resources = new TestResources();
let authority: TestAuthority;
let other: TestAuthority;
let server: TestServer;

beforeAll(async () => {
  [authority, other] = await Promise.all([TestAuthority.create(resources), TestAuthority.create(resources)]);
  server = await startTestNats(resources, await folderWithPassword(), await authority.issue('localhost'));
});
afterAll(() => resources.release());

/** For servers of a cluster, at which a user has one password. */
async function folderWithPassword(): Promise<string> {
  const folder = await resources.folder();
  await writeFile(join(folder, 'password'), 'same-at-each');
  return folder;
}

/** By the name that is in the certificate, unless by its address. */
const urlOf = ({ url }: TestServer, scheme = 'tls:', host = 'localhost') =>
  url.replace(/^\w+:/, scheme).replace('127.0.0.1', host);

type Tls = Pick<NatsLinkOptions, 'caFile' | 'certFile' | 'keyFile'>;

async function connects(url: string, files: Tls): Promise<boolean> {
  const link = await NatsLink.connect({ url, ...files, service: 'caller', logger: loggerInto([]) });
  await link.connection.flush();
  await link.close();
  return true;
}

/** Why a link does not come about. What is wrong is then put right, since a link is tried for until it is there. */
async function refusal(url: string, files: Tls, putRight: () => Promise<unknown>): Promise<unknown> {
  const lines: LogLine[] = [];
  const waiting = NatsLink.connect({ url, ...files, service: 'caller', logger: loggerInto(lines) });
  // It is tried again after a time-out, which says nothing of certificates.
  const line = await eventually('it is told', () =>
    lines.find(({ cause }) => !/time(d )?out/i.test(String(cause))),
  );
  await putRight();
  await (await waiting).close();
  expect(line).toMatchObject({ level: 'warn', msg: 'waiting for NATS' });
  return line['cause'];
}

/** A file of its own with a CA in it, which is another one later. */
async function caFileOf({ caFile }: TestAuthority): Promise<string> {
  const own = join(await resources.folder(), 'ca.pem');
  await copyFile(caFile, own);
  return own;
}

describe('TLS with NATS', () => {
  it.each(['tls:', 'nats:'])('is used where there is a CA, by a URL with %s', async (scheme) => {
    expect(await connects(urlOf(server, scheme), { caFile: authority.caFile })).toBe(true);
  });

  it('is used where one of several URLs says so', async () => {
    const urls = `${urlOf(server, 'nats:')}, tls://localhost:1`;
    expect(await connects(urls, { caFile: authority.caFile })).toBe(true);
  });

  it('refuses a server whose certificate another CA has signed', async () => {
    const caFile = await caFileOf(other);
    const cause = await refusal(urlOf(server), { caFile }, () => copyFile(authority.caFile, caFile));
    expect(cause).toMatch(/certificate|signature|issuer/i);
  });

  it('refuses a server whose certificate is for another host', async () => {
    const files = await authority.issue('elsewhere.example');
    const misplaced = await startTestNats(resources, undefined, files);
    const cause = await refusal(urlOf(misplaced), { caFile: authority.caFile }, async () => {
      const right = await authority.issue('localhost');
      await Promise.all([copyFile(right.certFile, files.certFile), copyFile(right.keyFile, files.keyFile)]);
      await misplaced.restart();
    });
    expect(cause).toMatch(/altname/i);
  });

  it('is not done without where a server does not know it: another is taken', async () => {
    const plain = await startTestNats(resources, await folderWithPassword());
    for (const scheme of ['tls:', 'nats:']) {
      const url = `${urlOf(plain, scheme)},${urlOf(server)}`;
      const { caFile } = authority;
      const link = await NatsLink.connect({ url, caFile, service: 'caller', logger: loggerInto([]) });
      expect(link.connection.getServer()).toBe(new URL(urlOf(server)).host);
      await link.close();
    }
  });

  it('shows a certificate of its own where the server asks for one', async () => {
    const asking = await startTestNats(resources, undefined, {
      ...(await authority.issue('localhost')),
      clientCaFile: authority.caFile,
    });
    const { certFile, keyFile } = await authority.issue('caller');
    expect(await connects(urlOf(asking), { caFile: authority.caFile, certFile, keyFile })).toBe(true);
  });
});
