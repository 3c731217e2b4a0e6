import { describe, expect, it } from '@jest/globals';
import { MANAGEMENT_AUDIENCE, type Api } from '@postern/contracts';
import { DEFAULT_API } from '../access/access.js';
import { targetsOf, tokenAnswer, tokenRequest } from './token-request.js';

const server = { issuer: 'https://postern.example', token_endpoint: 'https://postern.example/oauth2/token' };
const BILLING = 'https://billing.example';
const client = {
  client_id: 'pcl_3dZk0uVqT7hQn1XwB9sYcE',
  name: 'n',
  scopes: [] as string[],
  grants: [] as { audience: string; scopes: string[] }[],
  token_lifetime_seconds: null as number | null,
};
const atBilling = { ...client, grants: [{ audience: BILLING, scopes: ['read'] }] };
const atAll = { ...atBilling, scopes: ['clients:read', 'a'] };
const apis = [{ audience: BILLING, token_lifetime_seconds: 900 }] as Api[];

describe('a client asks for a token', () => {
  it('without a word where it may call one API, or none', () => {
    expect(targetsOf(client)).toEqual([DEFAULT_API]);
    expect(tokenRequest(client, DEFAULT_API, server).resource).toBeUndefined();
    expect(targetsOf(atBilling)).toEqual([BILLING]);
    expect(tokenRequest(atBilling, BILLING, server).resource).toBeUndefined();
  });

  it('for one of several by its name, and for the default one without', () => {
    expect(targetsOf(atAll)).toEqual([BILLING, MANAGEMENT_AUDIENCE, DEFAULT_API]);
    expect(targetsOf(atAll).map((target) => tokenRequest(atAll, target, server).resource)).toEqual([
      BILLING,
      MANAGEMENT_AUDIENCE,
      undefined,
    ]);
  });
});

describe('the answer', () => {
  it('has the scopes of that API, and its lifetime', () => {
    expect(tokenAnswer(atAll, BILLING, apis)).toEqual({ expiresInSeconds: 900, scopes: ['read'] });
    expect(tokenAnswer(atAll, DEFAULT_API, apis)).toEqual({ expiresInSeconds: 3_600, scopes: ['a'] });
    expect(tokenAnswer(client, DEFAULT_API, apis)).toEqual({ expiresInSeconds: 3_600, scopes: [] });
  });

  it('is good for as long as the client says where that is shorter', () => {
    const lives = (seconds: number) =>
      tokenAnswer({ ...atAll, token_lifetime_seconds: seconds }, BILLING, apis).expiresInSeconds;
    expect([lives(60), lives(7_200)]).toEqual([60, 900]);
  });
});
