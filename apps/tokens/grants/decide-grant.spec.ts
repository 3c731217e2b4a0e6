import { describe, expect, it } from '@jest/globals';
import { Issuer } from '@postern/config';
import { Failure, type FailureCode, isManagementScope, MANAGEMENT_SCOPES } from '@postern/contracts';
import fc from 'fast-check';
import { bareRecord } from '../fixtures/records.js';
import { Apis } from './apis.js';
import { decideGrant, type Grant } from './decide-grant.js';

const ISSUER = 'https://issuer.example';
const MANAGEMENT = 'urn:postern:management';
const MANAGEMENT_URL = `${ISSUER}/v1`;
const apis = new Apis(new Issuer(ISSUER));

const clientWith = (scopes: string[]) => bareRecord({ scopes });

/** The code that this is refused with; `undefined` where it is not. */
function codeOf(decide: () => Grant): FailureCode | undefined {
  try {
    decide();
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

interface Case {
  has: string[];
  asks?: string[];
  of?: string[];
  gets: string[];
  at: string[];
}

const granted: [string, Case][] = [
  ['all that it has', { has: ['a', 'b'], gets: ['a', 'b'], at: [ISSUER] }],
  ['a token without any scope', { has: [], gets: [], at: [ISSUER] }],
  [
    'all at the only API that it may call',
    { has: ['clients:read', 'audit:read'], gets: ['clients:read', 'audit:read'], at: [MANAGEMENT] },
  ],
  [
    'what it has at the default API where it may call both',
    { has: ['a', 'clients:read'], gets: ['a'], at: [ISSUER] },
  ],
  ['the narrower scope that it asks for', { has: ['a', 'b', 'c'], asks: ['b'], gets: ['b'], at: [ISSUER] }],
  ['no scope where it asks for none', { has: ['a'], asks: [], gets: [], at: [ISSUER] }],
  [
    'the default API by its URL, as URL parsers write it',
    { has: ['a'], of: [`${ISSUER}/`], gets: ['a'], at: [ISSUER] },
  ],
  [
    'the management API by its audience',
    { has: ['a', 'clients:read'], of: [MANAGEMENT], gets: ['clients:read'], at: [MANAGEMENT] },
  ],
  [
    'the management API by its URL, under the same audience',
    { has: ['a', 'clients:read'], of: [MANAGEMENT_URL], gets: ['clients:read'], at: [MANAGEMENT] },
  ],
  [
    'one audience for both names of the management API',
    { has: ['clients:read'], of: [MANAGEMENT_URL, MANAGEMENT], gets: ['clients:read'], at: [MANAGEMENT] },
  ],
  [
    'the default API by its audience',
    { has: ['a', 'clients:read'], of: [ISSUER], gets: ['a'], at: [ISSUER] },
  ],
  [
    '7: several APIs, all in the audience, in the order asked for',
    {
      has: ['a', 'clients:read'],
      of: [MANAGEMENT, ISSUER],
      gets: ['clients:read', 'a'],
      at: [MANAGEMENT, ISSUER],
    },
  ],
  [
    'a scope of one of several APIs',
    {
      has: ['a', 'clients:read'],
      of: [ISSUER, MANAGEMENT],
      asks: ['a'],
      gets: ['a'],
      at: [ISSUER, MANAGEMENT],
    },
  ],
  ['a known API at which it has nothing', { has: ['a'], of: [MANAGEMENT], gets: [], at: [MANAGEMENT] }],
];

const refused: [string, Omit<Case, 'gets' | 'at'>, FailureCode][] = [
  ['6: a scope that it does not have', { has: ['a'], asks: ['a', 'b'] }, 'invalid_scope'],
  ['6: a scope in another case', { has: ['a'], asks: ['A'] }, 'invalid_scope'],
  ['6: any scope where it has none', { has: [], asks: ['a'] }, 'invalid_scope'],
  [
    '6: a scope of an API that it does not ask for',
    { has: ['a', 'clients:read'], asks: ['clients:read'] },
    'invalid_scope',
  ],
  [
    '6: a scope of another API',
    { has: ['a', 'clients:read'], of: [MANAGEMENT], asks: ['a'] },
    'invalid_scope',
  ],
  ['7: an API that there is not', { has: ['a'], of: ['https://other.example'] }, 'invalid_target'],
  [
    '7: an API that there is not beside one that there is',
    { has: ['a'], of: [ISSUER, 'urn:x'] },
    'invalid_target',
  ],
  ['7: an API before a scope', { has: ['a'], of: ['urn:x'], asks: ['b'] }, 'invalid_target'],
  ['7: nothing as an API', { has: ['a'], of: [''] }, 'invalid_target'],
  ['7: an API with a slash more', { has: ['a'], of: [`${MANAGEMENT_URL}/`] }, 'invalid_target'],
  ['7: an API in another case', { has: ['a'], of: [MANAGEMENT.toUpperCase()] }, 'invalid_target'],
  ['7: a path below an API', { has: ['a'], of: [`${MANAGEMENT_URL}/application-clients`] }, 'invalid_target'],
];

describe('a client is granted', () => {
  it.each(granted)('%s', (_, { has, asks, of = [], gets, at }) => {
    expect(decideGrant(apis, clientWith(has), of, asks)).toMatchObject({ scopes: gets, audience: at });
  });
});

describe('a client is refused', () => {
  it.each(refused)('%s', (_, { has, asks, of = [] }, code) => {
    expect(codeOf(() => decideGrant(apis, clientWith(has), of, asks))).toBe(code);
  });
});

describe('every grant', () => {
  const scope = fc.constantFrom('a', 'b', 'c', ...Object.keys(MANAGEMENT_SCOPES));
  const resource = fc.constantFrom(ISSUER, MANAGEMENT, MANAGEMENT_URL, 'urn:other', '');
  const request = fc.record({
    has: fc.uniqueArray(scope),
    asks: fc.option(fc.uniqueArray(scope), { nil: undefined }),
    of: fc.array(resource, { maxLength: 3 }),
  });

  function forEach(
    check: (grant: Grant, request: { has: string[]; asks: string[] | undefined }) => void,
  ): void {
    fc.assert(
      fc.property(request, ({ has, asks, of }) => {
        const decide = () => decideGrant(apis, clientWith(has), of, asks);
        const code = codeOf(decide);
        if (code === undefined) check(decide(), { has, asks });
        else expect(['invalid_scope', 'invalid_target']).toContain(code);
      }),
      { numRuns: 2_000 },
    );
  }

  it('is within what the client has, and is what it asked for where it did', () => {
    forEach((grant, { has, asks }) => {
      for (const granted of grant.scopes) expect(has).toContain(granted);
      if (asks !== undefined) expect(grant.scopes).toEqual(asks);
    });
  });

  it('names no scope twice, some audience, and none twice', () => {
    forEach(({ scopes, audience }) => {
      expect(new Set(scopes).size).toBe(scopes.length);
      expect(audience.length).toBeGreaterThan(0);
      expect(new Set(audience).size).toBe(audience.length);
    });
  });

  it('has no scope of an API that is not in its audience', () => {
    forEach(({ scopes, audience }) => {
      for (const granted of scopes)
        expect(audience).toContain(isManagementScope(granted) ? MANAGEMENT : ISSUER);
    });
  });
});

const REPORTS = 'https://reports.example';
const BILLING = 'https://billing.example';
const reports = {
  audience: REPORTS,
  scopes: ['read'],
  withheld: ['write'],
  token_lifetime_seconds: 600,
  since: 1,
};
const billing = {
  audience: BILLING,
  scopes: ['write', 'pay'],
  withheld: [],
  token_lifetime_seconds: 900,
  since: 1,
};

describe('with grants on APIs of the registry, a client', () => {
  it('7: gets at the API that it names what it has there, for as long as that says', () => {
    const client = bareRecord({ grants: [reports, billing], scopes: ['a'] });
    expect(decideGrant(apis, client, [REPORTS], undefined)).toEqual({
      audience: [REPORTS],
      scopes: ['read'],
      tokenLifetimeSeconds: 600,
    });
    expect(codeOf(() => decideGrant(apis, client, [REPORTS], ['write']))).toBe('invalid_scope');
    expect(codeOf(() => decideGrant(apis, client, [REPORTS], ['a']))).toBe('invalid_scope');
    expect(codeOf(() => decideGrant(apis, client, ['https://other.example'], undefined))).toBe(
      'invalid_target',
    );
  });

  it('gets the only API that it may call where it names none', () => {
    const client = bareRecord({ grants: [reports] });
    expect(decideGrant(apis, client, [], undefined).audience).toEqual([REPORTS]);
    const ofTwo = bareRecord({ grants: [reports, billing] });
    expect(decideGrant(apis, ofTwo, [], undefined)).toMatchObject({ audience: [ISSUER], scopes: [] });
  });

  it('7: has for several APIs no scope that one of them withholds', () => {
    const client = bareRecord({ grants: [reports, billing] });
    expect(decideGrant(apis, client, [REPORTS, BILLING], undefined)).toEqual({
      audience: [REPORTS, BILLING],
      scopes: ['read', 'pay'],
      tokenLifetimeSeconds: 600,
    });
    expect(codeOf(() => decideGrant(apis, client, [REPORTS, BILLING], ['write']))).toBe('invalid_scope');
    // At the default API any scope may mean something.
    expect(decideGrant(apis, client, [ISSUER, BILLING], undefined).scopes).toEqual([]);
  });

  it('has tokens of its own shorter life, and never of a longer one', () => {
    const short = bareRecord({ grants: [reports], token_lifetime_seconds: 60 });
    expect(decideGrant(apis, short, [REPORTS], undefined).tokenLifetimeSeconds).toBe(60);
    const long = bareRecord({ grants: [reports], token_lifetime_seconds: 7200 });
    expect(decideGrant(apis, long, [REPORTS], undefined).tokenLifetimeSeconds).toBe(600);
    expect(decideGrant(apis, long, [ISSUER], undefined).tokenLifetimeSeconds).toBe(3600);
  });
});
