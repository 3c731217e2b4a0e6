import { describe, expect, it } from '@jest/globals';
import { newSecret } from './add-secret.js';

describe('the end of a secret', () => {
  it.each([
    ['2030-01-31T12:00:00+01:00', '2030-01-31T11:00:00.000Z'],
    ['2001-01-01T00:00:00Z', '2001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s, whatever time it is now, and is that again where it is read again', (given, meant) => {
    const once = newSecret.parse({ expires_at: given });
    expect(once.expires_at).toBe(meant);
    expect(newSecret.parse(once)).toEqual(once);
  });

  it.each(['9999-12-31T23:59:59-01:00', 'tomorrow', '', 0, '2030-01-31'])('is not %j', (given) => {
    expect(newSecret.safeParse({ expires_at: given }).success).toBe(false);
  });
});
