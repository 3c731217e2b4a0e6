import { describe, expect, it } from '@jest/globals';
import type { SigningKeyFacts } from '@postern/contracts';
import { rotationOf } from './signing-keys-query.js';

const key = (status: SigningKeyFacts['status'], rotation_requested = false): SigningKeyFacts => ({
  kid: status,
  algorithm: 'ES256',
  status,
  status_since: '2026-01-01T00:00:00.000Z',
  status_until: null,
  rotation_requested,
  created_at: '2026-01-01T00:00:00.000Z',
});

describe('a rotation', () => {
  it('is not under way while one key signs and others retire', () => {
    expect(rotationOf([key('retiring'), key('active')])).toBeUndefined();
    expect(rotationOf([])).toBeUndefined();
  });

  it('is under way from when it is asked for until the new key signs', () => {
    expect(rotationOf([key('active', true)])).toMatchObject({ pending: undefined });
    expect(rotationOf([key('active', true), key('pending')])).toMatchObject({
      active: { kid: 'active' },
      pending: { kid: 'pending' },
    });
  });
});
