import 'reflect-metadata';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { quiet, TestResources } from '@postern/testing';
import type { FastifyInstance } from 'fastify';
import { createAdapter } from '../http/create-adapter.js';
import { EdgeFailureFilter } from '../http/failures/edge-failure.filter.js';
import { addStandardHeaders } from '../http/standard-headers.js';
import { ConsoleController } from './console.controller.js';
import { ConsoleFiles } from './console-files.js';

const ISSUER = 'https://postern.example';
const PAGE = `<script src="/assets/a-1.js" nonce="__CSP_NONCE__"></script><link nonce="__CSP_NONCE__">`;
const resources = new TestResources();
let origin: string;

@Module({})
class ConsoleOnly {}

/** A build with these files; resolves with its page. */
async function buildOf(files: Readonly<Record<string, string>>): Promise<URL> {
  const folder = await resources.folder();
  await mkdir(join(folder, 'assets'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return pathToFileURL(join(folder, 'index.html'));
}

beforeAll(async () => {
  const page = await buildOf({
    'index.html': PAGE,
    'secret.txt': 'not to be served',
    'assets/a-1.js': 'plain',
    'assets/a-1.js.br': 'brotli',
    'assets/a-1.js.gz': 'gzipped',
    'assets/b-2.css': 'a {}',
  });
  const adapter = createAdapter(ISSUER);
  addStandardHeaders(adapter.getInstance<FastifyInstance>(), ISSUER, () => false);
  const app = await NestFactory.create<NestFastifyApplication>(
    {
      module: ConsoleOnly,
      controllers: [ConsoleController],
      providers: [
        { provide: APP_FILTER, useValue: new EdgeFailureFilter(ISSUER, quiet) },
        { provide: ConsoleFiles, useValue: await ConsoleFiles.load(page) },
      ],
    },
    adapter,
    { logger: false, bodyParser: false, abortOnError: false },
  );
  resources.add(app, () => app.close());
  await app.listen(0, '127.0.0.1');
  origin = await app.getUrl();
});
afterAll(() => resources.release());

/** Asks over HTTP. Unlike `fetch` it sends the path as it stands. */
async function ask(path: string, { method = 'GET', headers = {} }: RequestOptions = {}) {
  const asked = request(origin, { path, method, headers }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { statusCode: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

describe('41: the page', () => {
  it.each(['/', '/console', '/console/', '/console/apis', '/console/apis/api_x?tab=a%2Fb', '/?x=../..'])(
    'is at %s',
    async (path) => {
      const { statusCode, headers, body } = await ask(path);
      expect([statusCode, headers]).toEqual([
        200,
        expect.objectContaining({
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin',
          'permissions-policy': expect.stringMatching(/camera=\(\).*clipboard-write=\(self\)/),
          'strict-transport-security': 'max-age=31536000',
          'x-content-type-options': 'nosniff',
        }),
      ]);
      const policy = String(headers['content-security-policy']);
      const nonce = /style-src 'self' 'nonce-([\w+/]{24})';/.exec(policy)?.[1] ?? 'none';
      expect(body).toBe(PAGE.replaceAll('__CSP_NONCE__', nonce));
      expect(policy.split('; ')).toEqual(
        expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
      );
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
    },
  );

  it('has another nonce in each answer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/console')));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(20);
  });

  it('answers HEAD as it does GET, without the page', async () => {
    const { statusCode, headers, body } = await ask('/console/apis', { method: 'HEAD' });
    expect([statusCode, body]).toEqual([200, '']);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it.each([
    ...[
      '/console/%2e%2e/v1',
      '/console/..',
      '/console/.',
      '/console/a/../b',
      '/console/..%2fv1',
      '/console/%2fa',
    ],
    ...[
      '/console//',
      '/console//a',
      '/console/a//',
      '/console/a\\b',
      '/console/a%5cb',
      '/console/%00',
      '/console/a%0d%0a',
    ],
    ...[
      '/console/a;b',
      '/console/%',
      '/console/%zz',
      '/console/%C3%A9',
      '/console/<script>',
      '/console/%3Cscript%3E',
    ],
    ...['/CONSOLE', '/Console/apis', '/console2', '//console', '/./console', '/%63onsole/..', '/index.html'],
  ])('38: is not at %s', async (path) => {
    const { statusCode, headers, body } = await ask(path);
    expect([statusCode, headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(body).not.toContain('script');
  });
});

describe('what the page loads', () => {
  it.each([
    ['gzip, deflate, br', 'br', 'brotli'],
    ['gzip', 'gzip', 'gzipped'],
    ['br;q=0', undefined, 'plain'],
    [undefined, undefined, 'plain'],
  ])('%j is answered with %j', async (accepted, coding, content) => {
    const { statusCode, headers, body } = await ask('/assets/a-1.js', {
      headers: accepted === undefined ? {} : { 'accept-encoding': accepted },
    });
    expect([statusCode, body, headers['content-encoding']]).toEqual([200, content, coding]);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(content.length),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
    });
  });

  it('is sent as it is where it is not worth compressing', async () => {
    const { headers, body } = await ask('/assets/b-2.css', { headers: { 'accept-encoding': 'br, gzip' } });
    expect([body, headers['content-encoding'], headers['content-type']]).toEqual([
      'a {}',
      undefined,
      'text/css; charset=utf-8',
    ]);
  });

  it.each([
    ...['/assets', '/assets/', '/assets/other.js', '/assets/a-1.js/', '/assets/A-1.js', '/Assets/a-1.js'],
    ...['/assets/a-1.js.br', '/assets/a-1.js.gz', '/assets/..%2fsecret.txt', '/assets/%2e%2e/secret.txt'],
    ...[
      '/assets/../secret.txt',
      '/assets//a-1.js',
      '//assets/a-1.js',
      '/assets/..\\secret.txt',
      '/assets/a-1.js%00',
    ],
    ...['/assets/%00', '/assets/__proto__', '/assets/constructor', '/assets/%', '/secret.txt', '/index.html'],
  ])('38: is not %s', async (path) => {
    const { statusCode, headers, body } = await ask(path);
    expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
      'no-store',
    ]);
    expect(body).not.toContain('not to be served');
  });
});

describe('a console that is not built', () => {
  it('is not served', async () => {
    await expect(ConsoleFiles.load(await buildOf({}))).rejects.toThrow('ENOENT');
  });

  it('or holds what nobody knows the type of, is not served', async () => {
    const page = await buildOf({ 'index.html': PAGE, 'assets/program.exe': 'x' });
    await expect(ConsoleFiles.load(page)).rejects.toThrow('Of which type is program.exe?');
  });
});
