import { createHmac, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientKey } from '@postern/contracts';
import { TestResources } from '@postern/testing';
import { claimsOf, newKeyPair, presented, signed } from '../fixtures/assertions.js';
import { assertionOf, AssertionStage, pairFor, startHost } from '../fixtures/assertion-stage.js';

const resources = new TestResources();
let stage: AssertionStage;

beforeAll(async () => {
  stage = await AssertionStage.open(resources);
});

afterAll(() => resources.release());

const refused = { code: 'invalid_client' };
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('19: an assertion that brings its own trust', () => {
  it('is refused, and nobody is asked for keys', async () => {
    const host = await startHost(resources, [newKeyPair('evil').jwk]);
    const evil = newKeyPair('a');
    const signer = stage.register();
    const { client_id } = signer.record;
    const claims = claimsOf(client_id);
    const publicKey = createPublicKey(pairFor('RS256').privateKey);
    const rsaClient = stage.register({}, pairFor('RS256'));
    const none = `${base64url({ alg: 'none' })}.${base64url(claims)}.`;
    const hmac = (key: string | Buffer) => {
      const text = `${base64url({ alg: 'HS256' })}.${base64url(claimsOf(rsaClient.record.client_id))}`;
      return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
    };
    const bySigner = (header: object) => signed({ ...evil, alg: 'ES256' }, claims, header);
    const assertions = [
      none,
      none.replace(/\.$/, ''),
      hmac(publicKey.export({ format: 'pem', type: 'spki' })),
      hmac(publicKey.export({ format: 'der', type: 'spki' })),
      hmac(JSON.stringify(publicKey.export({ format: 'jwk' }))),
      await bySigner({ jku: host.url }),
      await bySigner({ x5u: host.url }),
      await bySigner({ x5c: ['MII'] }),
      await bySigner({ jwk: evil.jwk as never }),
      await assertionOf(signer, {}, { jku: host.url }),
      ...(await Promise.all(
        ['../../etc/passwd', '/dev/null', host.url, "' OR 1=1 --", '__proto__', 'constructor', ''].map(
          (kid) => bySigner({ kid }),
        ),
      )),
      // A key is used for its own algorithms alone.
      await assertionOf({ record: rsaClient.record, pair: { ...signer.pair, alg: 'ES256' } }),
    ];
    for (const assertion of assertions)
      await expect(stage.authenticate(presented(assertion))).rejects.toMatchObject(refused);
    expect(host.asked).toBe(0);
    await stage.authenticate(presented(await assertionOf(signer)));
  });

  it('is refused by an algorithm other than the one of the key', async () => {
    const pair = pairFor('RS256');
    const jwk = { ...pair.jwk, alg: 'PS256' } as ClientKey;
    const signer = stage.register({}, { ...pair, jwk });
    await expect(stage.authenticate(presented(await assertionOf(signer)))).rejects.toMatchObject(refused);
    const right = { ...signer, pair: { ...signer.pair, alg: 'PS256' } };
    await stage.authenticate(presented(await assertionOf(right)));
  });
});

describe('37: published keys', () => {
  it('let a client in, and are fetched once a replica at most', async () => {
    const first = newKeyPair('first');
    const host = await startHost(resources, [first.jwk]);
    const signer = stage.register({ jwks: null, jwks_uri: host.url }, first);
    const all = Array.from({ length: 20 }, async () =>
      stage.authenticate(presented(await assertionOf(signer))),
    );
    await Promise.all(all);
    expect(host.asked).toBeLessThanOrEqual(2);
    const asked = host.asked;
    const stranger = { ...signer, pair: newKeyPair('first') };
    await expect(stage.authenticate(presented(await assertionOf(stranger)))).rejects.toMatchObject(refused);
    expect(host.asked).toBe(asked);
  });

  it('are not asked for by what would be refused anyway', async () => {
    const pair = newKeyPair('a');
    const host = await startHost(resources, [pair.jwk]);
    const signer = stage.register({ jwks: null, jwks_uri: host.url }, pair);
    const disabled = stage.register({ jwks: null, jwks_uri: host.url, status: 'disabled' }, pair);
    for (const assertion of [
      await assertionOf(signer, { aud: 'x' }),
      await assertionOf(signer, { exp: 1 }),
      await assertionOf(disabled),
    ])
      await expect(stage.authenticate(presented(assertion))).rejects.toMatchObject(refused);
    expect(host.asked).toBe(0);
  });

  it('that cannot be fetched let nobody in', async () => {
    const signer = stage.register({ jwks: null, jwks_uri: 'http://127.0.0.1:1/jwks' });
    await expect(stage.authenticate(presented(await assertionOf(signer)))).rejects.toMatchObject(refused);
  });
});
