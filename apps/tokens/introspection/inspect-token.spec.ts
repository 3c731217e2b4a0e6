import { createHmac, sign, type KeyObject } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Issuer } from '@postern/config';
import { Failure, type AccessTokenClaims, type ClientRecord } from '@postern/contracts';
import { Deadline, RequestContext } from '@postern/messaging';
import { deferred, eventually } from '@postern/testing';
import fc from 'fast-check';
import { decodeJwt } from 'jose';
import { SIGNING_ALGORITHMS } from '@postern/oauth';
import type { ClientRecords } from '../client-records/client-records.js';
import { GRANT, newKey, signerWith, type OpenKey } from '../fixtures/keys.js';
import { bareRecord } from '../fixtures/records.js';
import { Apis } from '../grants/apis.js';
import type { PublishedKey } from '../signing/key-ring.js';
import { ALGORITHMS } from '../signing/signing-algorithms.js';
import type { RevokedTokens } from '../revocation/revoked-tokens.js';
import type { SigningKeys } from '../signing/signing-keys.js';
import type { TokenGrant } from '../signing/sign-access-token.js';
import { InspectToken } from './inspect-token.js';
import { VerifyToken } from './verify-token.js';

const context = new RequestContext('test', Deadline.after(600_000));
const key = await newKey();
const stranger = await newKey();
const signer = signerWith(() => key);
const [rsa, edwards] = [await newKey('RS256'), await newKey('EdDSA')];
const ours: readonly OpenKey[] = [key, rsa, edwards];
const publicKey =
  jest.fn<(kid?: string) => Promise<Pick<PublishedKey, 'algorithm' | 'publicKey'> | undefined>>();
const find = jest.fn<ClientRecords['find']>();
const issuer = new Issuer(GRANT.issuer);
const isRevoked = jest.fn<RevokedTokens['has']>();
const inspectToken = new InspectToken(
  new VerifyToken({ publicKey } as unknown as SigningKeys, issuer),
  { find } as unknown as ClientRecords,
  { has: isRevoked } as unknown as RevokedTokens,
  new Apis(issuer),
);

beforeEach(() => {
  publicKey.mockReset().mockImplementation((kid) => Promise.resolve(ours.find((one) => one.kid === kid)));
  find.mockReset();
  isKnown({});
  isRevoked.mockReset().mockResolvedValue(false);
});

afterEach(() => {
  jest.useRealTimers();
});

function isKnown(more: Partial<ClientRecord> | undefined): void {
  const record = more && bareRecord({ client_id: GRANT.clientId, ...more });
  find.mockResolvedValue({ record, digests: {} });
}

const grantOn = (audience: string, more: Partial<ClientRecord['grants'][number]> = {}) => ({
  ...{ audience, scopes: [], withheld: [], token_lifetime_seconds: 60, since: 1 },
  ...more,
});
const inspect = (token: string) => inspectToken.execute(token, context);
const issue = (grant: Partial<TokenGrant> = {}) => signer.execute({ ...GRANT, ...grant });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object;
const partsOf = (token: string) => token.split('.') as [string, string, string];
const ecdsa = (signed: string, by: KeyObject) =>
  sign('sha256', Buffer.from(signed), { key: by, dsaEncoding: 'ieee-p1363' }).toString('base64url');

/** A token like ours with other header fields and claims, signed as told. */
function craft(
  header: object,
  claims: object,
  signWith = (signed: string) => ecdsa(signed, key.privateKey),
): string {
  const [head, body] = partsOf(issue());
  const signed = `${encode({ ...decode(head), ...header })}.${encode({ ...decode(body), ...claims })}`;
  return `${signed}.${signWith(signed)}`;
}

/** Moves the clock, and nothing else that has to do with time. */
function setClock(now: number): void {
  const doNotFake = [
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'setTimeout',
  ] as const;
  jest.useFakeTimers({ now, doNotFake: [...doNotFake, 'clearImmediate', 'clearTimeout', 'setInterval'] });
}

const jwk = key.publicKey.export({ format: 'jwk' });
const pem = key.publicKey.export({ format: 'pem', type: 'spki' }).toString();
const hmacWith = (secret: string) => (signed: string) =>
  createHmac('sha256', secret).update(signed).digest('base64url');

const worthless: [string, () => string][] = [
  ['nothing', () => ''],
  ['garbage', () => 'garbage'],
  ['two dots', () => '..'],
  ['10 kB', () => 'x'.repeat(10_000)],
  ['10 kB that are signed', () => issue({ scope: 'x'.repeat(10_000) })],
  ['a token without its signature', () => `${partsOf(issue()).slice(0, 2).join('.')}.`],
  ['a token without its last part', () => partsOf(issue()).slice(0, 2).join('.')],
  ['a token cut in the middle', () => issue().slice(0, 200)],
  ['a token with something behind it', () => `${issue()}.x`],
  ['a token signed again by a stranger', () => craft({}, {}, (signed) => ecdsa(signed, stranger.privateKey))],
  [
    "a stranger's token under our kid",
    () => signerWith(() => ({ ...stranger, kid: key.kid })).execute(GRANT),
  ],
  ["a stranger's token", () => signerWith(() => stranger).execute(GRANT)],
  ['19: alg none', () => craft({ alg: 'none' }, {}, () => '')],
  ['19: alg none with our signature', () => craft({ alg: 'none' }, {})],
  ['19: HS256 keyed with the public key as PEM', () => craft({ alg: 'HS256' }, {}, hmacWith(pem))],
  [
    '19: HS256 keyed with the public key as JWK',
    () => craft({ alg: 'HS256' }, {}, hmacWith(JSON.stringify(jwk))),
  ],
  ['another alg', () => craft({ alg: 'ES384' }, {})],
  ['an alg in another case', () => craft({ alg: 'es256' }, {})],
  ['typ JWT', () => craft({ typ: 'JWT' }, {})],
  ['no typ', () => craft({ typ: undefined }, {})],
  ['no kid', () => craft({ kid: undefined }, {})],
  ['19: a path as kid', () => craft({ kid: '../../etc/passwd' }, {})],
  ['19: an object as kid', () => craft({ kid: { $ne: null } }, {})],
  ['19: __proto__ as kid', () => craft({ kid: '__proto__' }, {})],
  ['a crit that nobody knows', () => craft({ crit: ['x'], x: 1 }, {})],
  ['another issuer', () => issue({ issuer: 'https://other.example' })],
  ['our issuer with a slash more', () => issue({ issuer: `${GRANT.issuer}/` })],
  ['an issuer in a list', () => craft({}, { iss: [GRANT.issuer] })],
  ['no issuer', () => craft({}, { iss: undefined })],
  ['no exp', () => craft({}, { exp: undefined })],
  ['an exp that is text', () => craft({}, { exp: '9999999999' })],
  ['no client_id', () => craft({}, { client_id: undefined })],
  ['no jti', () => craft({}, { jti: undefined })],
];

describe('22: a token is worth nothing', () => {
  it.each(worthless)('that is %s', async (_, token) => {
    expect(await inspect(token())).toBeUndefined();
    expect(find).not.toHaveBeenCalled();
  });

  it('whose key comes with it', async () => {
    const own = stranger.publicKey.export({ format: 'jwk' });
    for (const header of [
      { jwk: own },
      { jku: 'https://evil.example/jwks' },
      { x5u: 'https://evil.example/x' },
    ]) {
      const signed = (text: string) => ecdsa(text, stranger.privateKey);
      expect(await inspect(craft({ ...header, kid: stranger.kid }, {}, signed))).toBeUndefined();
      expect(await inspect(craft(header, {}, signed))).toBeUndefined();
    }
  });

  it('with any character changed', async () => {
    const token = issue();
    // The last character has bits that no signature uses.
    const place = fc.nat({ max: token.length - 2 });
    const other = fc.oneof(
      fc.constantFrom('A', 'b', '9', '_', '-', '.', '='),
      fc.string({ unit: 'binary', size: 'small' }),
    );
    await fc.assert(
      fc.asyncProperty(place, other, async (at, text) => {
        fc.pre(token.charAt(at) !== text);
        expect(await inspect(token.slice(0, at) + text + token.slice(at + 1))).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('from the second in which it expires', async () => {
    const now = 1_800_000_000_000;
    setClock(now);
    const token = issue({ ttlSeconds: 60 });
    setClock(now + 59_999);
    expect(await inspect(token)).toMatchObject({ exp: 1_800_000_060 });
    setClock(now + 60_000);
    expect(await inspect(token)).toBeUndefined();
  });

  it.each([
    ['is gone', undefined],
    ['is disabled', { status: 'disabled' as const }],
    ['was disabled since, and is enabled again', { version: 3, tokens_since: 2 }],
    ['is older than the token, as after Postgres was restored from a backup', { version: 0 }],
  ])('whose client %s', async (_, record) => {
    isKnown(record);
    expect(await inspect(issue())).toBeUndefined();
  });

  it('that is revoked', async () => {
    const token = issue();
    isRevoked.mockImplementation((jti) => Promise.resolve(jti === decodeJwt(token).jti));
    expect(await inspect(token)).toBeUndefined();
    expect(await inspect(issue())).toBeDefined();
  });
});

describe('19: a key verifies with its own algorithm alone', () => {
  const pairs = ours.flatMap((one) => SIGNING_ALGORITHMS.map((alg) => [one.algorithm, alg, one] as const));
  it.each(pairs)('a key for %s under the header %s', async (algorithm, alg, one) => {
    // Signed rightly by the key: what is wrong is what the header says of it.
    const signWith = (signed: string) =>
      ALGORITHMS[algorithm].sign(Buffer.from(signed), one.privateKey).toString('base64url');
    const claims = await inspect(craft({ alg, kid: one.kid }, {}, signWith));
    expect(claims !== undefined).toBe(alg === algorithm);
  });

  it.each(ours.map((one) => [one.algorithm, one] as const))(
    'not that of %s as an HMAC key',
    async (_, one) => {
      const { publicKey: half, kid } = one;
      const forms = [
        half.export({ format: 'pem', type: 'spki' }).toString(),
        half.export({ format: 'der', type: 'spki' }).toString('latin1'),
        JSON.stringify(half.export({ format: 'jwk' })),
      ];
      for (const form of forms)
        for (const alg of ['HS256', 'HS384', 'none'])
          expect(await inspect(craft({ alg, kid }, {}, hmacWith(form)))).toBeUndefined();
    },
  );

  it.each(['ES256K', 'ES384', 'RS1', 'RS384', 'PS256', 'Ed448', 'Ed25519', 'eddsa', ''])(
    'and with no other that is called %j',
    async (alg) => {
      for (const one of ours) {
        const signWith = (signed: string) =>
          ALGORITHMS[one.algorithm].sign(Buffer.from(signed), one.privateKey).toString('base64url');
        expect(await inspect(craft({ alg, kid: one.kid }, {}, signWith))).toBeUndefined();
      }
    },
  );
});

describe('a token is worth something', () => {
  it('in time, of an active client; and its claims are told as they were signed', async () => {
    const grants = [grantOn('one', { scopes: ['a'], since: 5 }), grantOn('two', { scopes: ['b'], since: 7 })];
    isKnown({ version: 9, tokens_since: 3, grants });
    const token = issue({ clientVersion: 7, audience: ['one', 'two'], scope: 'a b' });
    const claims = decode(partsOf(token)[1]) as AccessTokenClaims;
    expect(await inspect(token)).toEqual(claims);
    expect(find).toHaveBeenCalledWith(GRANT.clientId, context);
  });

  it('22: no more once its client has no grant on an API that it is for', async () => {
    const token = issue({ audience: ['one', 'two'] });
    isKnown({ grants: [grantOn('one')] });
    expect(await inspect(token)).toBeUndefined();
  });

  it('22: no more where a grant was gone in between; of the other APIs it is', async () => {
    isKnown({ version: 3, grants: [grantOn('one', { since: 3 }), grantOn('two')] });
    expect(await inspect(issue({ clientVersion: 2, audience: ['one', 'two'] }))).toBeUndefined();
    expect(await inspect(issue({ clientVersion: 2, audience: ['one'] }))).toBeUndefined();
    expect(await inspect(issue({ clientVersion: 2, audience: ['two'] }))).toBeDefined();
    expect(await inspect(issue({ clientVersion: 3, audience: ['one', 'two'] }))).toBeDefined();
  });

  it('22: no more for the management API where all rights there were gone in between', async () => {
    isKnown({ version: 5, management_since: 4, scopes: ['clients:read'] });
    const audience = ['urn:postern:management'] as const;
    expect(await inspect(issue({ clientVersion: 3, audience: [...audience] }))).toBeUndefined();
    expect(await inspect(issue({ clientVersion: 4, audience: [...audience] }))).toBeDefined();
    expect(await inspect(issue({ clientVersion: 3 }))).toBeDefined();
  });

  it('7: without the scopes that its client would not get for these APIs any more', async () => {
    const two = grantOn('two', { scopes: ['read'] });
    const token = issue({ audience: ['one', 'two'], scope: 'write read' });
    isKnown({ grants: [grantOn('one', { scopes: ['write'] }), two] });
    expect(await inspect(token)).toMatchObject({ scope: 'write read' });
    // The second API has registered a scope of that name, and the client has it not.
    isKnown({ grants: [grantOn('one', { scopes: ['write'] }), { ...two, withheld: ['write'] }] });
    expect(await inspect(token)).toMatchObject({ scope: 'read' });
    isKnown({ grants: [grantOn('one', { withheld: ['write'] }), { ...two, scopes: [] }] });
    expect(await inspect(token)).toMatchObject({ scope: '' });
  });

  it('with both questions to Redis on their way before either is answered', async () => {
    const answers = deferred();
    find.mockReturnValue(answers.promise as never);
    const inspection = inspect(issue());
    await eventually('both are asked', () => find.mock.calls.length + isRevoked.mock.calls.length === 2);
    answers.reject(new Failure('unavailable'));
    await expect(inspection).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('23: or not, which cannot be told while record, revocation or key cannot be read', async () => {
    isRevoked.mockRejectedValueOnce(new Failure('unavailable'));
    await expect(inspect(issue())).rejects.toMatchObject({ code: 'unavailable' });
    find.mockRejectedValueOnce(new Failure('unavailable'));
    await expect(inspect(issue())).rejects.toMatchObject({ code: 'unavailable' });
    publicKey.mockRejectedValueOnce(new Failure('unavailable'));
    await expect(inspect(issue())).rejects.toMatchObject({ code: 'unavailable' });
    expect(await inspect(issue())).toBeDefined();
  });
});
