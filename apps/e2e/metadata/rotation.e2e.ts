import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { bodyOf, manyTimes } from '../system/many-times.js';
import type { OwnPostern } from '../system/own-postern.js';
import type { ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { query } from '../system/stores.js';

const KEYS = '/.well-known/jwks.json';
const COMMAND = join(import.meta.dirname, '../../tokens/dist/rotate-signing-key.js');
const MAX_AGE_SECONDS = 2;
const LIFETIME_SECONDS = 6;
const ROTATION_WITHIN_MS = 90_000;

const resources = new TestResources();
let postern: OwnPostern;
let client: ApplicationClient;

beforeAll(async () => {
  postern = await startPostern(resources, {
    KEY_SET_MAX_AGE_SECONDS: String(MAX_AGE_SECONDS),
    MAX_TOKEN_LIFETIME_SECONDS: String(LIFETIME_SECONDS),
  });
  client = await postern.createClient();
});
afterAll(() => resources.release());

/** What is in the key set, and the state of each key. */
async function states(): Promise<string[]> {
  const rows = await query<{ status: string }>(
    postern,
    'SELECT status FROM tokens.signing_keys ORDER BY created_at',
  );
  return rows.map(({ status }) => status);
}

async function rotate(): Promise<string> {
  const env = { DATABASE_URL: postern.urlFor('tokens', 'postgres') };
  return (await promisify(execFile)(process.execPath, [COMMAND], { env })).stdout;
}

/** A resource server that keeps the key set for just as long as it may, and asks for it only then. */
function resourceServer() {
  const keySet = createRemoteJWKSet(new URL(postern.url + KEYS), {
    cacheMaxAge: MAX_AGE_SECONDS * 1_000,
    // It does not help itself to a new key set when it meets an unknown key.
    cooldownDuration: Number.MAX_SAFE_INTEGER,
  });
  return (token: string) => jwtVerify(token, keySet, { issuer: postern.issuer, typ: 'at+jwt' });
}

/** Gets tokens and verifies the latest and the oldest living ones without a pause, until it is told to end. */
class Verifications {
  readonly failures: string[] = [];
  readonly kids = new Set<string>();
  verified = 0;
  private ending = false;
  private readonly living: string[] = [];
  private readonly workers: Promise<void>[];

  constructor(workers = 6) {
    this.workers = Array.from({ length: workers }, () => this.work(resourceServer()));
  }

  async end(): Promise<void> {
    this.ending = true;
    await Promise.all(this.workers);
  }

  private async work(verify: ReturnType<typeof resourceServer>): Promise<void> {
    while (!this.ending) {
      try {
        const token = await postern.accessToken(client);
        this.kids.add(decodeProtectedHeader(token).kid!);
        this.living.push(token);
        while (this.living.length > 0 && secondsLeft(this.living[0]!) < 1) this.living.shift();
        for (const one of [token, this.living[0]!]) await this.check(one, verify);
      } catch (error) {
        this.failures.push(String(error));
      }
    }
  }

  private async check(token: string, verify: ReturnType<typeof resourceServer>): Promise<void> {
    const problem = await verify(token).then(
      () => undefined,
      (error: unknown) => error,
    );
    const answer = await postern.introspect(client, token);
    // A slow machine may have let it expire.
    if (secondsLeft(token) <= 0) return;
    if (problem !== undefined) throw problem as Error;
    if (!answer.body.includes('"active":true')) throw new Error(`${answer.status} ${answer.body}`);
    this.verified++;
  }
}

function secondsLeft(token: string): number {
  return decodeJwt(token).exp! - Date.now() / 1_000;
}

describe('the rotation of the signing key', () => {
  it('27: comes with a key set that may be kept as long as it is set, and tokens that live no longer than set', async () => {
    const { headers } = await postern.ask(KEYS);
    expect(headers['cache-control']).toBe(`public, max-age=${MAX_AGE_SECONDS}`);
    const answer = await postern.requestToken(client);
    expect(answer.json()['expires_in']).toBe(LIFETIME_SECONDS);
  });

  it(
    '28: is asked for by a command, and fails no verification on its way, under load, with two replicas',
    async () => {
      const verifications = new Verifications();
      let before: string | undefined;
      try {
        await eventually('tokens are verified', () => verifications.verified > 50);
        [before] = verifications.kids;
        const told = await rotate();
        expect(told).toMatch(
          new RegExp(`^${before} \\(ES256\\) is active: signs until 2.*Z, published until 2`, 'm'),
        );
        expect(told).toMatch(/^\S{43} \(ES256\) is pending: published now, signs from 2.*Z on$/m);
        expect(await rotate()).toMatch(/^A rotation is already under way/);
        await eventually(
          'the old key is retired',
          async () => (await states()).join() === 'retired,active',
          ROTATION_WITHIN_MS,
        );
        const verified = verifications.verified;
        await eventually('tokens are verified', () => verifications.verified > verified + 50);
      } finally {
        await verifications.end();
      }
      expect(verifications.failures).toEqual([]);
      expect(verifications.kids.size).toBe(2);
      const [, fresh] = [...verifications.kids];
      await eventually('each replica has left the old key out', async () => {
        const answers = await manyTimes(() => postern.ask(KEYS), bodyOf);
        return answers.length === 1 && answers[0]!.includes(fresh!) && !answers[0]!.includes(before!);
      });
    },
    2 * ROTATION_WITHIN_MS,
  );
});
