import { describe, expect, it } from '@jest/globals';
import { preferredCoding } from './preferred-coding.js';

describe('the coding of an answer', () => {
  it.each([
    // As browsers say it.
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['*', 'br'],
    ['gzip;q=1.0, br;q=0.5', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['br; q=0.1 , gzip ;q=0.2', 'gzip'],
    ['identity;q=0.5, br', 'br'],
    ['identity, br', 'br'],
  ])('is for %j %s', (accepted, coding) => {
    expect(preferredCoding(accepted, ['br', 'gzip'])).toBe(coding);
  });

  it.each([
    undefined,
    '',
    ' , ;q=1,',
    'identity',
    'identity, br;q=0.5',
    'br;q=0, gzip;q=0.000',
    '*;q=0',
    'br;q=nonsense',
    'br;q=-1',
    'br;q=NaN',
    'brotli',
    'zstd, deflate',
    '__proto__',
  ])('is for %j none', (accepted) => {
    expect(preferredCoding(accepted, ['br', 'gzip'])).toBeUndefined();
  });

  it('is one that there is', () => {
    expect(preferredCoding('br, gzip;q=0.1', ['gzip'])).toBe('gzip');
    expect(preferredCoding<string>('br, gzip', [])).toBeUndefined();
  });
});
