import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Failure } from '@postern/contracts';
import { SIGNING_ALGORITHMS } from '@postern/oauth';
import fc from 'fast-check';
import { decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import { GRANT, newKey, signerWith } from '../fixtures/keys.js';
import { clientVersionOf, SignAccessToken, type TokenGrant } from './sign-access-token.js';
import { SignJwt } from './sign-jwt.js';
import type { SigningKeys } from './signing-keys.js';

const key = await newKey();
const signer = signerWith(() => key);

afterEach(() => {
  jest.restoreAllMocks();
});

async function claimsOf(grant: Partial<TokenGrant> = {}): Promise<JWTPayload> {
  return (await jwtVerify(signer.execute({ ...GRANT, ...grant }), key.publicKey)).payload;
}

describe('9: an access token', () => {
  it('is verified with the public key by another library, with the header of RFC 9068', async () => {
    const { protectedHeader } = await jwtVerify(signer.execute(GRANT), key.publicKey, {
      issuer: GRANT.issuer,
      audience: GRANT.audience[0],
      typ: 'at+jwt',
      algorithms: ['ES256'],
    });
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: key.kid });
  });

  it.each(SIGNING_ALGORITHMS)('is verified by another library where the key is for %s', async (alg) => {
    const own = await newKey(alg);
    for (let count = 0; count < 20; count++) {
      const token = signerWith(() => own).execute(GRANT);
      const { protectedHeader } = await jwtVerify(token, own.publicKey, { algorithms: [alg] });
      expect(protectedHeader).toEqual({ alg, typ: 'at+jwt', kid: own.kid });
    }
  });

  it('is not signed where no key is sure to outlive it', () => {
    const forToken = jest.fn((_ttlSeconds: number): never => {
      throw new Failure('unavailable');
    });
    const idle = new SignAccessToken(new SignJwt({ forToken } as unknown as SigningKeys));
    expect(() => idle.execute({ ...GRANT, ttlSeconds: 77 })).toThrow(Failure);
    expect(forToken).toHaveBeenCalledWith(77);
  });

  it('has exactly the promised claims', async () => {
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now);
    const issuedAt = Math.floor(now / 1000);
    expect(await claimsOf({ ttlSeconds: 600, scope: 'a b' })).toEqual({
      iss: GRANT.issuer,
      sub: GRANT.clientId,
      client_id: GRANT.clientId,
      aud: GRANT.audience[0],
      iat: issuedAt,
      exp: issuedAt + 600,
      jti: expect.any(String),
      scope: 'a b',
    });
  });

  it('7: names one audience as text, and several as a list in their order', async () => {
    expect((await claimsOf({ audience: ['one'] })).aud).toBe('one');
    expect((await claimsOf({ audience: ['two', 'one'] })).aud).toEqual(['two', 'one']);
  });

  it('has an empty scope where nothing is granted', async () => {
    expect((await claimsOf({ scope: '' }))['scope']).toBe('');
  });

  it('has another ID each time, also within one second', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => claimsOf()));
    expect(new Set(all.map(({ jti }) => jti)).size).toBe(100);
  });

  it('says of which version of its client it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 2 ** 31 - 1 }), async (clientVersion) => {
        expect(clientVersionOf((await claimsOf({ clientVersion })).jti!)).toBe(clientVersion);
      }),
    );
  });

  it('carries any text in its claims as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.webUrl(), async (clientId, issuer) => {
        expect(await claimsOf({ clientId, issuer })).toMatchObject({ sub: clientId, iss: issuer });
      }),
    );
  });

  it('is signed with the key that is active at that moment, and names it', async () => {
    const next = await newKey();
    let active = key;
    const rotating = signerWith(() => active);
    for (const now of [key, next, key]) {
      active = now;
      const token = rotating.execute(GRANT);
      expect(decodeProtectedHeader(token).kid).toBe(now.kid);
      await jwtVerify(token, now.publicKey);
    }
  });
});

describe('the client version of a token ID', () => {
  it.each(['', 'no-version.', '.'])('is none in %p', (jti) => {
    expect(clientVersionOf(jti)).toBeNaN();
  });
});
