import { describe, expect, it } from '@jest/globals';
import { newSecret } from '@postern/contracts';
import { newSecretBody, type SecretTerms } from './secret-terms.js';

const OPENED = Date.parse('2026-06-15T12:00:00.000Z');
const terms: SecretTerms = { expires: 'never', last_day: '', others: 'stay', grace_seconds: '86400' };
const body = (change: Partial<SecretTerms>) => newSecretBody({ ...terms, ...change }, OPENED);

describe('what a new secret is asked for with', () => {
  it('is no end, and none for the others, unless one is chosen', () => {
    expect(body({})).toEqual({ expires_at: null });
  });

  it('is the same whenever it is sent', () => {
    expect(body({ expires: '30' })).toEqual({ expires_at: '2026-07-15T12:00:00.000Z' });
  });

  it('is the end of the day that is chosen, here', () => {
    const { expires_at } = body({ expires: 'date', last_day: '2026-12-31' });
    expect(new Date(expires_at as string).getTime()).toBe(new Date(2026, 11, 31, 23, 59, 59, 999).getTime());
  });

  it.each(['', '2026-13-01', 'tomorrow'])('is refused by the contract with the day %j', (last_day) => {
    const { error } = newSecret.safeParse(body({ expires: 'date', last_day }));
    expect(error?.issues[0]?.path).toEqual(['expires_at']);
  });

  it('is an end for the others, at once or later', () => {
    expect(body({ others: 'end_now' })).toMatchObject({ others_expire_in_seconds: 0 });
    expect(body({ others: 'end_later' })).toMatchObject({ others_expire_in_seconds: 86_400 });
  });
});
