import { describe, expect, it } from '@jest/globals';
import { isManagementScope } from '@postern/contracts';
import fc from 'fast-check';
import { grantsFrom, managementFrom, type StandingGrant } from './token-ends.js';

const AUDIENCES = ['urn:a', 'urn:b', 'urn:c'];

/** A client that is changed step by step, and the tokens that it gets between any two steps. */
interface World {
  version: number;
  grants: StandingGrant[];
  scopes: string[];
  managementSince: number;
  tokens: { readonly version: number; readonly audience: string; ended: boolean }[];
}

/** Issues a token for each API that the client may call now. */
function issue({ version, grants, scopes, tokens }: World): void {
  for (const { audience } of grants) tokens.push({ version, audience, ended: false });
  if (scopes.some(isManagementScope)) tokens.push({ version, audience: 'management', ended: false });
}

function expectTruth({ version, grants, managementSince, tokens }: World): void {
  for (const token of tokens) {
    const since =
      token.audience === 'management'
        ? managementSince
        : grants.find(({ audience }) => audience === token.audience)?.since;
    expect({ at: version, ...token }).toEqual({
      at: version,
      ...token,
      ended: since === undefined || token.version < since,
    });
  }
}

const grants = fc.uniqueArray(
  fc.record({ audience: fc.constantFrom(...AUDIENCES), scopes: fc.subarray(['read', 'write']) }),
  { selector: ({ audience }) => audience },
);
const scopes = fc.subarray(['a', 'clients:read', 'audit:read']);

describe('a token', () => {
  it('has ended from the first moment without a right at its API, for good, and never else', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ grants, scopes }), { maxLength: 12 }), (steps) => {
        const world: World = { version: 1, grants: [], scopes: [], managementSince: 1, tokens: [] };
        for (const step of steps) {
          const next = world.version + 1;
          world.managementSince = managementFrom(next, step.scopes, world);
          world.grants = grantsFrom(next, step.grants, world.grants);
          Object.assign(world, { version: next, scopes: step.scopes });
          const callable = world.grants.map(({ audience }) => audience);
          if (step.scopes.some(isManagementScope)) callable.push('management');
          for (const token of world.tokens) token.ended ||= !callable.includes(token.audience);
          expectTruth(world);
          issue(world);
        }
        expectTruth(world);
      }),
      { numRuns: 500 },
    );
  });
});
