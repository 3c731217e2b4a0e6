import { describe, expect, it } from '@jest/globals';
import { Issuer } from '@postern/config';
import { MANAGEMENT_AUDIENCE, type ClientRecord } from '@postern/contracts';
import fc from 'fast-check';
import { decodeJwt } from 'jose';
import { newKey, signerWith } from '../fixtures/keys.js';
import { administratorRecord } from '../fixtures/records.js';
import { Apis } from '../grants/apis.js';
import { SessionPolicy } from './session-policy.js';
import { SignSessionToken } from './sign-session-token.js';

const key = await newKey();
const issuer = new Issuer('https://issuer.example');
const NOW = 1_800_000_000;

function signer(more: Partial<ConstructorParameters<typeof SessionPolicy>[0]> = {}) {
  const settings = {
    SESSION_IDLE_SECONDS: 1_800,
    SESSION_LIFETIME_SECONDS: 43_200,
    MAX_TOKEN_LIFETIME_SECONDS: 86_400,
  };
  const policy = new SessionPolicy({ ...settings, ...more });
  return new SignSessionToken(
    signerWith(() => key),
    new Apis(issuer),
    issuer,
    policy,
  );
}

const sign = (begunAt: number, by = signer(), record: ClientRecord = administratorRecord()) =>
  by.execute(record, { id: 'session', begunAt }, NOW);
const isoOf = (seconds: number) => new Date(seconds * 1_000).toISOString();

describe('39: a token of a session', () => {
  it('says which session it is of and when that began, and is for the management API alone', () => {
    const record = administratorRecord({ version: 7, scopes: ['clients:read', 'audit:read'] });
    const { access_token, ...told } = sign(NOW - 60, signer(), record);
    expect(decodeJwt(access_token)).toEqual({
      iss: issuer.value,
      sub: record.client_id,
      client_id: record.client_id,
      aud: MANAGEMENT_AUDIENCE,
      iat: NOW,
      exp: NOW + 1_800,
      jti: expect.stringMatching(/\.7$/),
      scope: 'clients:read audit:read',
      sid: 'session',
      auth_time: NOW - 60,
    });
    expect(told).toEqual({
      session_id: 'session',
      expires_at: isoOf(NOW + 1_800),
      ends_at: isoOf(NOW - 60 + 43_200),
    });
  });

  it('never lives longer than any token may', () => {
    const { access_token } = sign(NOW, signer({ MAX_TOKEN_LIFETIME_SECONDS: 600 }));
    expect(decodeJwt(access_token).exp).toBe(NOW + 600);
  });

  it('never outlives its session, after which there is none', () => {
    const times = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(times, times, fc.nat({ max: 200_000 }), (idle, lifetime, age) => {
        const by = signer({ SESSION_IDLE_SECONDS: idle, SESSION_LIFETIME_SECONDS: lifetime });
        if (age >= lifetime) {
          expect(() => sign(NOW - age, by)).toThrow(expect.objectContaining({ code: 'invalid_token' }));
          return;
        }
        const { access_token, expires_at, ends_at } = sign(NOW - age, by);
        const end = Math.min(NOW + idle, NOW + 86_400, NOW - age + lifetime);
        expect(decodeJwt(access_token).exp).toBe(end);
        expect([expires_at, ends_at]).toEqual([isoOf(end), isoOf(NOW - age + lifetime)]);
      }),
    );
  });

  it('has no scope that is not of the management API, and none where the record has none', () => {
    const scopeOf = (scopes: string[]) =>
      decodeJwt(sign(NOW, signer(), administratorRecord({ scopes })).access_token)['scope'];
    expect(scopeOf(['orders:read', 'apis:read'])).toBe('apis:read');
    expect(scopeOf([])).toBe('');
  });
});
