import { Controller, Get, HttpException, Module, PayloadTooLargeException } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Failure } from '@postern/contracts';
import { createLogger } from '@postern/observability';
import { EdgeFailureFilter } from './edge-failure.filter.js';

let thrown: unknown;

@Controller()
class Thrower {
  @Get('throws')
  get(): void {
    throw thrown;
  }
}

const logger = createLogger({ service: 'test', level: 'error', format: 'json' });
const logged: unknown[] = [];
logger.error = (...line: unknown[]) => void logged.push(line);

@Module({
  controllers: [Thrower],
  providers: [{ provide: APP_FILTER, useValue: new EdgeFailureFilter('https://issuer.example', logger) }],
})
class App {}

let app: NestFastifyApplication;
let origin: string;
beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(App, new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
  });
  await app.listen(0, '127.0.0.1');
  origin = await app.getUrl();
});
afterAll(() => app.close());

async function answerTo(error: unknown) {
  thrown = error;
  return ask('/throws');
}

async function ask(path: string) {
  const answer = await fetch(origin + path);
  const body = await answer.text();
  return { status: answer.status, body, type: (JSON.parse(body) as { type: string }).type };
}

describe('what is thrown', () => {
  it.each([
    ['a failure', new Failure('version_conflict'), 412, 'version-conflict'],
    ['a refusal of Nest', new HttpException('canary', 404), 404, 'not-found'],
    ['a body too large', new PayloadTooLargeException('canary'), 413, 'content-too-large'],
    [
      'an unknown type',
      Object.assign(new Error('canary'), { statusCode: 415 }),
      415,
      'unsupported-media-type',
    ],
    ['a refusal of Fastify', Object.assign(new Error('canary'), { statusCode: 400 }), 400, 'invalid-request'],
    ['an error of ours', new TypeError('canary'), 500, 'internal'],
    ['a status that lies', Object.assign(new Error('canary'), { statusCode: 200 }), 500, 'internal'],
    ['no error at all', 'canary', 500, 'internal'],
  ])('as %s is answered in our own words', async (_, error, status, type) => {
    const answer = await answerTo(error);
    expect([answer.status, answer.type]).toEqual([status, `urn:postern:problem:${type}`]);
    expect(answer.body).not.toMatch(/canary|stack|\.ts/);
  });

  it('is logged with its cause where it is a fault of ours, and only then', async () => {
    logged.length = 0;
    await answerTo(new Failure('not_found'));
    expect(logged).toEqual([]);
    const error = new TypeError('broken');
    await answerTo(error);
    expect(logged).toEqual([[expect.objectContaining({ err: error, route: '/throws' }), 'request failed']]);
  });

  it('is not needed for a path that does not exist', async () => {
    const answer = await ask('/nowhere');
    expect([answer.status, answer.type]).toEqual([404, 'urn:postern:problem:not-found']);
  });
});
