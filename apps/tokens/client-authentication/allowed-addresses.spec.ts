import { describe, expect, it } from '@jest/globals';
import { bareRecord } from '../fixtures/records.js';
import { mayComeFrom } from './allowed-addresses.js';

const may = (allowed: string[], address: string) =>
  mayComeFrom(bareRecord({ allowed_addresses: allowed }), address);

describe('where a client may come from', () => {
  it.each(['192.0.2.7', '2001:db8::1', ''])('is everywhere where nothing is said, as %j', (address) => {
    expect(may([], address)).toBe(true);
  });

  it.each([
    [['192.0.2.0/24'], '192.0.2.7'],
    [['192.0.2.99/24'], '192.0.2.7'],
    [['192.0.2.7'], '192.0.2.7'],
    [['192.0.2.7'], '::ffff:192.0.2.7'],
    [['::ffff:c000:200/120'], '192.0.2.7'],
    [['0.0.0.0/0'], '192.0.2.7'],
    [['10.0.0.0/8', '2001:db8::/32'], '2001:db8:7::1'],
    [['2001:DB8::1'], '2001:db8:0::1'],
  ])('is with %j at %s', (allowed, address) => {
    expect(may(allowed, address)).toBe(true);
  });

  it.each([
    [['192.0.2.0/25'], '192.0.2.128'],
    [['192.0.2.7'], '192.0.2.8'],
    [['192.0.2.0/24'], '2001:db8::1'],
    [['0.0.0.0/0'], '2001:db8::1'],
    [['::/0'], '192.0.2.7'],
    [['2001:db8::/32'], '2001:db9::1'],
    [['::ffff:c000:200/120'], '192.0.3.7'],
    [['0.0.0.0/0', '::/0'], ''],
    [['192.0.2.0/24'], '192.0.2'],
  ])('is with %j not at %j', (allowed, address) => {
    expect(may(allowed, address)).toBe(false);
  });
});
