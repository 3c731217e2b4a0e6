import { describe, expect, it } from '@jest/globals';
import { CLIENT_ID, isWellFormedClientSecret } from '@postern/contracts';
import { generateClientId, generateClientSecret } from './generate-credentials.js';

const THOUSAND = Array.from({ length: 1_000 });

describe('generated credentials', () => {
  it('35: are IDs of the one form, none twice', () => {
    const ids = THOUSAND.map(generateClientId);
    for (const id of ids) expect(id).toMatch(CLIENT_ID);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are secrets with prefix and checksum, none twice', () => {
    const secrets = THOUSAND.map(generateClientSecret);
    for (const secret of secrets) expect(isWellFormedClientSecret(secret)).toBe(true);
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  it('use every character at every place that is not at the edge of the range', () => {
    // 43 base62 characters hold a little more than 256 bits, so only the first one is limited.
    const bodies = THOUSAND.map(() => generateClientSecret().slice(5, 47));
    for (let place = 0; place < 42; place++)
      expect(new Set(bodies.map((body) => body[place])).size).toBeGreaterThan(55);
  });
});
