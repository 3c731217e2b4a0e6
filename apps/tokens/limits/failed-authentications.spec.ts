import { describe, expect, it } from '@jest/globals';
import type { ClientAuthentication } from '@postern/contracts';
import { quiet } from '@postern/testing';
import { newKeyPair, presented, signed } from '../fixtures/assertions.js';
import { credentials, newClientId, newSecret } from '../fixtures/records.js';
import { FailedAuthentications } from './failed-authentications.js';
import type { LimitsPolicy } from './limits-policy.js';
import { originOf } from './origin.js';
import type { WindowCounts } from './window-counts.js';

const id = newClientId();
const address = '192.0.2.7';

/** Whether it is let through to be looked at, where the limits of its client and of its address are reached. */
async function isLookedAt(authentication: ClientAuthentication): Promise<boolean> {
  const policy = { failuresPerClientAndAddress: 1, failuresPerAddress: 1 } as LimitsPolicy;
  const reached = { count: 1, endsAt: Date.now() + 60_000 };
  const counts = { add: () => Promise.resolve([reached, reached]) } as unknown as WindowCounts;
  const failures = new FailedAuthentications(policy, counts, quiet);
  const origin = originOf({ authentication, address });
  await failures.failed(origin, 'r1');
  try {
    failures.check(origin, authentication);
    return true;
  } catch {
    return false;
  }
}

describe('47: over a limit', () => {
  it('an ID with a secret of our form, or an assertion that names one, is still looked at', async () => {
    expect(await isLookedAt(credentials(id, newSecret()))).toBe(true);
    expect(await isLookedAt(presented(await signed(newKeyPair('a'), { sub: id })))).toBe(true);
  });

  it('what cannot be right by its form is not', async () => {
    expect(await isLookedAt(credentials(id, 'x'))).toBe(false);
    expect(await isLookedAt(credentials(id, `${newSecret().slice(0, -1)}_`))).toBe(false);
    expect(await isLookedAt(credentials('x', newSecret()))).toBe(false);
    expect(await isLookedAt(presented(await signed(newKeyPair('a'), { sub: 'x' })))).toBe(false);
    expect(await isLookedAt(presented('garbage'))).toBe(false);
  });
});
